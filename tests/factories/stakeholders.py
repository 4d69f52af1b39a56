import factory

from stakeholders.models import Alias, Office, Organisation, Person

from .rooms import RoomFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation for the team of its room."""

    class Meta:
        model = Organisation

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"{WORDS[n % len(WORDS)]} {n}")


class AliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Alias

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"anderer Name {n}")


class PersonFactory(factory.django.DjangoModelFactory):
    """A person for the team of her room."""

    class Meta:
        model = Person

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"{WORDS[n % len(WORDS)]} im Dienst {n}")


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    person = factory.SubFactory(PersonFactory)
    title = "Sprecherin"


# Names that do not look like one another, so that no test meets a proposal it did not ask for.
WORDS = ["Schützengilde", "Heimatbund", "Tafel", "Stadtkapelle", "Naturfreunde", "Reitstall", "Imkerei"]
