"""What people brought in to the mission statements of a house: rounds and reports in every circle, the rest TEAM."""

import datetime as dt

from django.utils import timezone

from participation.contributing import secret_of
from participation.enums import ContributionState, PointState, Subject, VersionState
from participation.models import (
    CommentRound,
    Contribution,
    ContributionContact,
    Point,
    ReportLine,
    RoundReport,
    RoundSection,
    Section,
    StatementVersion,
)
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from steering.models import Counter

DAYS = {"opens_on": dt.date(2020, 1, 1), "closes_on": dt.date(2099, 1, 1)}
TEAM = Circle.TEAM


def plant_contributions(group):
    """Set beside the mission statements of the house: `comment_rounds`, `asked`, `brought_in`, `points`, …"""
    word, versions = group.word, dict(group.statement_versions)
    versions[Circle.PUBLIC] = asked_of_all(group)
    group.comment_rounds = group.rows(
        CommentRound,
        statement=group.statements,
        of=versions,
        slug=lambda c: group.statements[c].slug,
        introduction=word,
        **DAYS,
    )
    group.asked = group.rows(
        CommentRound,
        subject=Subject.TEXT,
        title=word,
        slug=lambda c: group.statements[c].slug.replace("leitbild", "frage"),  # an address is asked for, not told
        introduction=word,
        **DAYS,
    )
    group.asked_sections = group.parts(RoundSection, round=group.asked, number=1, sign="1.1", heading=word, text=word)
    group.round_reports = group.rows(
        RoundReport,
        round=group.comment_rounds,
        slug=lambda c: group.statements[c].slug,
        number=1,
        title=lambda c: f"Bericht {word[c]}",
        introduction=word,
    )
    group.report_lines = group.parts(
        ReportLine, report=group.round_reports, order=1, heading=word, text=word, outcome="übernommen", reason=word
    )
    group.brought_in, group.points = {}, {}
    for number, circle in enumerate(group.comment_rounds, start=1):
        row = group.brought_in[circle] = brought_in(group, circle, number, ContributionState.ACCEPTED)
        group.points[circle] = point_of(group, row, state=PointState.PROPOSED, handling="uebernommen")
        done = brought_in(group, circle, number + 20, ContributionState.ACCEPTED)
        decided = {"decided_by": row.author, "decided_at": timezone.now(), "public_text": word[circle]}
        point_of(group, done, state=PointState.DECIDED, handling="nicht", **decided)
    wholes = group.statements.values()  # the numbers of these rows are given away
    Counter.objects.bulk_create(Counter(key=whole.pk, what="contribution", last=60) for whole in wholes)
    return group


def asked_of_all(group):
    """A further version of the mission statement everybody reads: one that is open for comments."""
    adopted = group.statement_versions[Circle.PUBLIC]
    version = StatementVersion.objects.create(
        **group.each[Circle.PUBLIC],
        statement=adopted.statement,
        place=adopted.place,
        slug=adopted.slug,
        number=2,
        title=f"Entwurf {group.word[Circle.PUBLIC]}",
        state=VersionState.COMMENTED,
    )
    Section.objects.create(version=version, number=1, order=1, text=f"Ziel {group.word[Circle.PUBLIC]}")
    return version


def brought_in(group, circle, number, state):
    """A contribution is the team's, whoever reads the round it came in."""
    key, word = uuid7(), group.word[TEAM]
    row = Contribution.objects.create(
        **group.each[TEAM],
        pk=key,
        statement=group.statements[circle],
        round=group.comment_rounds[circle],
        number=number,
        source="brief",
        text=f"Beitrag {word}",
        wording=word,
        state=state,
        key_hash=hashed(secret_of(key)),
    )
    days = {"consented_on": dt.date(2020, 1, 1), "delete_on": dt.date(2099, 1, 1)}
    ContributionContact.objects.create(contribution=row, name=word, email=f"{word}@example.org", **days)
    return row


def point_of(group, row, **more):
    word = group.word[TEAM]
    return Point.objects.create(**group.each[TEAM], contribution=row, text=f"Punkt {word}", reason=word, **more)
