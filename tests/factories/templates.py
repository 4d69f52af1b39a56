import factory

from engagements.enums import CriterionKind, TemplateState
from engagements.models import CriterionTemplate, PhaseTemplate, ProcessTemplate


class TemplateFactory(factory.django.DjangoModelFactory):
    """A draft without phases; `published=True` and `retired=True` say it is not one any more."""

    class Meta:
        model = ProcessTemplate

    class Params:
        published = factory.Trait(state=TemplateState.PUBLISHED)
        retired = factory.Trait(state=TemplateState.RETIRED)

    code = factory.Sequence(lambda n: f"vorlage-{n}")
    name = factory.Sequence(lambda n: f"Vorlage {n}")


class PhaseTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PhaseTemplate

    template = factory.SubFactory(TemplateFactory)
    name = factory.Sequence(lambda n: f"Schritt {n}")
    code = factory.Sequence(lambda n: f"schritt-{n}")
    order = factory.Sequence(lambda n: n * 10)


class CriterionTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionTemplate

    phase = factory.SubFactory(PhaseTemplateFactory)
    kind = CriterionKind.EXIT
    text = factory.Sequence(lambda n: f"Kriterium {n}")
    order = factory.Sequence(lambda n: n)
