from django.db import models
from django.utils.translation import gettext_lazy as _


class Circle(models.IntegerChoices):
    """How far a text reaches: the smaller the number, the further."""

    PUBLIC = 0, _("Öffentlich")
    NETWORK = 10, _("Netzwerk")
    STEERING = 20, _("Lenkungsrunde")
    CLIENT = 30, _("Auftraggeber*in")
    TEAM = 40, _("Beratungsteam")
    SEALED = 50, _("Versiegelt")

    @property
    def slug(self):
        return self.name.lower()


class RoomKind(models.TextChoices):
    ENGAGEMENT = "engagement", _("Beratung")
    MUNICIPALITY = "municipality", _("Kommune")
    NETWORK = "network", _("Netzwerk")
    ORGANISATION = "organisation", _("Organisation")


class Role(models.TextChoices):
    LEAD = "lead", _("Federführung")
    ADVISOR = "advisor", _("Berater*in")
    PROCESS = "process", _("Referent*in")
    CONTACT = "contact", _("Ansprechperson der Kommune")
    STEERING = "steering", _("Mitglied der Lenkungsrunde")
    OBSERVER = "observer", _("Beobachter*in")

    @property
    def clearance(self):
        """The innermost circle the role opens unless its membership says less."""
        return CLEARANCES[self]

    @property
    def reads_back(self):
        """Whether what was shared before the membership began is open, too."""
        return self not in {Role.STEERING, Role.OBSERVER}


CLEARANCES = {
    Role.LEAD: Circle.SEALED,
    Role.ADVISOR: Circle.TEAM,
    Role.PROCESS: Circle.TEAM,
    Role.CONTACT: Circle.CLIENT,
    Role.STEERING: Circle.STEERING,
    Role.OBSERVER: Circle.STEERING,
}
TEAM_ROLES = (Role.LEAD, Role.ADVISOR, Role.PROCESS)


class ReleaseState(models.TextChoices):
    PROPOSED = "vorgeschlagen", _("wartet auf eine zweite Person")
    RELEASED = "freigegeben", _("freigegeben")
    RETURNED = "zurueckgegeben", _("zurückgegeben")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")
