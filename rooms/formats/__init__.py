"""What a file must be to be taken, one module for each kind; what does not belong in it is taken out."""


class Unfit(Exception):
    """A file that is not taken; says why, in a sentence for whoever chose it."""
