"""What the people of the world meet at an address, in the words of the tables."""

from rooms.enums import Circle

T, C, S, N = Circle.TEAM, Circle.CLIENT, Circle.STEERING, Circle.NETWORK

ROLES = ("nobody", "lead", "advisor", "contact", "steering", "former", "networker", "administrator", "stranger")


def answers(default, **exceptions):
    """The status each role meets; whoever is not signed in is sent to sign in unless said otherwise."""
    table = dict.fromkeys(ROLES, default)
    table["nobody"] = 302
    return table | exceptions


ANYBODY = dict.fromkeys(ROLES, 200)
SIGNED_IN = answers(200)
MEMBERS = answers(404, lead=200, advisor=200, contact=200, steering=200)
TEAM = answers(404, lead=200, advisor=200, contact=403, steering=403)
HIDDEN_TEAM = answers(404, lead=200, advisor=200)  # what only the team knows of is not there for others
CLIENT_SIDE = answers(404, lead=200, advisor=200, contact=200, steering=403)
LEAD = answers(404, lead=200, advisor=403, contact=403, steering=403)
ADMINISTRATOR = answers(404, administrator=200)
TEMPLATE_EDITOR = answers(403, administrator=200)
POST_ONLY = answers(405)
EMPLOYED = answers(403, lead=200, advisor=200, stranger=200)


def e(world, name="home"):
    return getattr(world, name).engagement.pk
