"""What a browser calls itself, in words somebody recognises her device by."""

BROWSERS = [  # the first that fits: most call themselves by the names of others, too
    ("Firefox", "Firefox/"),
    ("Firefox", "FxiOS/"),
    ("Edge", "Edg"),
    ("Opera", "OPR/"),
    ("Samsung Internet", "SamsungBrowser/"),
    ("Chrome", "Chrome/"),
    ("Chrome", "CriOS/"),
    ("Safari", "Safari/"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac", "Macintosh"),
    ("Linux", "Linux"),
]


def in_words(agent):
    """For example „Firefox, Windows“; what we do not know we leave out."""
    found = [next((name for name, sign in names if sign in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in found if word)
