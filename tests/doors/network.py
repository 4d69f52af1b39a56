"""The rows of the network: in its room, read by the network; nothing of a consultation is in them."""

import datetime as dt

from django.utils import timezone

from network.models import NetworkMeeting, SuccessFactor
from participation.models import Event
from rooms.enums import Circle, ReleaseState
from rooms.models import File, Release
from rooms.words import words_of
from tests.factories.accounts import UserFactory
from tests.factories.network import (
    CohortFactory,
    CourseFactory,
    CourseModuleFactory,
    CourseParticipantFactory,
    HelpOfferFactory,
    HelpRequestFactory,
    LibraryItemFactory,
    NetworkMemberFactory,
    PeerConsultationFactory,
    PoolProfileFactory,
    PoolRequestFactory,
    networker,
)
from tests.rooms.files import stored

OUT, SHARED, INSIDE = Circle.PUBLIC, Circle.NETWORK, Circle.TEAM


class Together:
    """One row of everything in the circles a network has; each attribute is a row, or a dict by circle.

    The words are those of a house, so that the tests know how far each of them may come: whoever reads a circle there
    and not here is missed by them, whoever reads neither is not.
    """

    def __init__(self, network, word, engagement, stranger):
        self.network, self.word = network, word
        self.members = self.each(NetworkMemberFactory, "name", sort_name="X")
        self.cohorts = self.each(CohortFactory, "title")
        for circle, cohort in self.cohorts.items():
            cohort.places.create(wording=word[circle])
            cohort.counts.create(number=21, source=word[circle])
        self.courses = self.each(CourseFactory, "title")
        self.modules = {c: CourseModuleFactory(course=course, title=word[c]) for c, course in self.courses.items()}
        self.participant = CourseParticipantFactory(course=self.courses[SHARED], circle=INSIDE, name=word[INSIDE])
        for module in self.modules.values():
            self.participant.attendance.create(module=module)
        self.works = self.each(LibraryItemFactory, "title")
        base = {"room": network.room, "shared_on": dt.date(2020, 1, 1)}
        text = {"content_type": "text/plain", "size": 4}
        for circle, work in self.works.items():
            name = f"{word[circle]}.txt"
            text |= stored(b"Text", name)
            work.file = File.objects.create(**base, circle=max(circle, SHARED), name=name, **text)
            work.save()
        self.let_out(self.works[OUT], stranger)
        self.meetings, self.factors = {}, {}
        for circle in (OUT, SHARED, INSIDE):
            event = Event.objects.create(**base, circle=circle, title=f"Treffen {word[circle]}", begins=timezone.now())
            meeting = NetworkMeeting.objects.create(**base, circle=circle, network=network, event=event)
            meeting.presences.create(name=word[circle])
            factor = {"network": network, "meeting": meeting, "text": word[circle]}
            self.meetings[circle] = meeting
            self.factors[circle] = SuccessFactor.objects.create(**base, circle=circle, **factor)
        # Of people nobody in the tables of doors is: what they have written nobody there reads.
        self.case = PeerConsultationFactory(network=network, giver=stranger, title=word[INSIDE], case=word[INSIDE])
        self.waiting = PoolProfileFactory(network=network, admitted_on=None, name=word[INSIDE], person=stranger)
        self.profile = PoolProfileFactory(network=network, name="Im Pool")
        self.request = PoolRequestFactory(
            engagement=engagement, profile=self.profile, conflict_note=word[INSIDE], message=word[INSIDE]
        )

        # Asked by somebody else, read by the network; what was offered only who asked reads.
        asker = networker(network, name="Fragende Person")
        self.asked = HelpRequestFactory(network=network, author=asker, question=f"Wer kennt {word[SHARED]}?")
        HelpRequestFactory(
            network=network, author=asker, state="zurueckgezogen", closed_at=timezone.now(), text=word[INSIDE]
        )
        self.offer = HelpOfferFactory(request=self.asked, person=networker(network), words=word[INSIDE])

    def let_out(self, work, second):
        """What two people have seen of a public work, its file among it."""
        row = Release(room=work.room, author=second, shared_on=work.shared_on, circle=Circle.TEAM, title=work.title)
        row.kind, row.key, row.item_version, row.to_circle = "network.libraryitem", work.pk, work.version, OUT
        row.is_edition, row.content, row.state = False, words_of(work), ReleaseState.RELEASED
        row.sha256, row.decided_at, row.decided_by = row.digest(), work.created_at, UserFactory()
        row.save()

    def each(self, factory, field, **fields):
        """One row in each circle, the words in this field."""
        return {
            circle: factory(network=self.network, circle=circle, **{field: self.word[circle]}, **fields)
            for circle in (OUT, SHARED, INSIDE)
        }
