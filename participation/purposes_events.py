EVENTS = {}
