import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Organisation
from audit.models import Entry
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db
HOME = reverse("network:home")


def names_form(*rows, initial=0):
    data = {"namen-TOTAL_FORMS": len(rows), "namen-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"namen-{number}-{key}": value for key, value in row.items()}
    return data


def test_organisation_is_made_with_its_earlier_names(signed_in, admin):
    response = signed_in.post(
        reverse("network:organisation-create"),
        {"name": "Pro Peace", "short_name": "", "website": "www.propeace.de", "contact_email": ""}
        | names_form({"name": "forumZFD", "period": "1996 bis 2023", "source": ""}, {"name": "", "period": ""}),
    )

    organisation = Organisation.objects.get(name="Pro Peace")
    earlier = organisation.earlier_names.get()
    assert response["Location"] == organisation.get_absolute_url()
    assert organisation.website == "https://www.propeace.de"
    assert (earlier.name, earlier.period_from) == ("forumZFD", dt.date(1996, 1, 1))
    assert set(Entry.objects.values_list("action", "actor")) == {
        ("organisation.created", admin.pk),
        ("organisation.names_changed", admin.pk),
    }
    assert "forumZFD" in signed_in.get(organisation.get_absolute_url()).content.decode()


def test_changing_nothing_notes_nothing(signed_in):
    organisation = OrganisationFactory()

    signed_in.post(
        reverse("network:organisation-update", args=[organisation.pk]),
        {"name": organisation.name, "short_name": "", "website": "", "contact_email": ""}
        | names_form({"name": "", "period": "", "source": ""}),
    )

    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["", "Schon da"])
def test_organisation_errors_keep_what_was_typed(signed_in, name):
    OrganisationFactory(name="Schon da")

    response = signed_in.post(
        reverse("network:organisation-create"),
        {"name": name, "short_name": "bleibt"} | names_form({"name": "auch das", "period": ""}),
    )
    page = response.content.decode()

    assert response.context["form"].errors["name"]
    assert 'value="bleibt"' in page
    assert 'value="auch das"' in page


def test_an_organisations_name_is_written_as_text(signed_in):
    OrganisationFactory(name="<script>alert(1)</script>")

    assert "<script>alert" not in signed_in.get(HOME).content.decode()
