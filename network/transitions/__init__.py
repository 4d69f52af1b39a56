"""Every change of a state in this app, one module for each kind of row."""
