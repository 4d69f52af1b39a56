from .duplicates import MergeForm
from .offices import EndOfficeForm, OfficeForm
from .organisations import AliasForm, OrganisationForm
from .people import NewPersonForm, PersonForm, SuccessorForm

__all__ = [
    "AliasForm",
    "EndOfficeForm",
    "MergeForm",
    "NewPersonForm",
    "OfficeForm",
    "OrganisationForm",
    "PersonForm",
    "SuccessorForm",
]
