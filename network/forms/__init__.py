from .desk import EarlierNames, OrganisationForm, OverviewFilter, PeopleFilter, PersonForm

__all__ = ["EarlierNames", "OrganisationForm", "OverviewFilter", "PeopleFilter", "PersonForm"]
