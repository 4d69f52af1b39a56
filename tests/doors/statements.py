"""Mission statements of a house, one in every circle; what is out of the group was adopted, or is open for comments."""

import datetime as dt

from participation.enums import VersionState
from participation.models import AimMeasure, MissionStatement, Section, Signatory, StatementStep, StatementVersion
from rooms.enums import Circle

STATES = {Circle.PUBLIC: VersionState.ADOPTED, Circle.NETWORK: VersionState.COMMENTED}


def plant_statements(group, name, place):
    """Give the group of a house its mission statements; each attribute is a dict by circle."""
    word = group.word
    group.statements = group.rows(
        MissionStatement,
        engagement=group.engagement,
        place=place,
        title=lambda c: f"Leitbild {word[c]}",
        slug=lambda c: f"leitbild-{name}-{int(c)}",
        drafted_by=group.bodies,
        reviewed_on=dt.date(2020, 1, 1),
        review_note=lambda c: word[c],
        last_number=1,
    )
    of_statement = {"statement": group.statements}
    group.statement_steps = group.rows(StatementStep, **of_statement, key="auftrag", state="laeuft", note=word)
    group.signatories = group.rows(
        Signatory, **of_statement, organisation=lambda c: f"Verein {word[c]}", consents=lambda c: c < Circle.STEERING
    )
    group.statement_versions = group.rows(
        StatementVersion,
        **of_statement,
        place=place,
        slug=lambda c: f"leitbild-{name}-{int(c)}",
        number=1,
        title=lambda c: f"Fassung {word[c]}",
        purpose=word,
        state=lambda c: STATES.get(c, VersionState.DRAFT),
        adopted_on=dt.date(2020, 1, 1),
        adopted_by=word,
        sha256="0" * 64,
        resolution=group.resolutions,
        recommended=group.resolutions,
    )
    group.statement_sections = group.parts(
        Section, version=group.statement_versions, number=1, order=1, text=lambda c: f"Ziel {word[c]}"
    )
    group.aim_measures = group.parts(AimMeasure, **of_statement, number=1, measure=group.measures)
    for row in group.statement_versions.values():
        StatementVersion.objects.filter(pk=row.pk).update(sha256=row.digest())
    return group
