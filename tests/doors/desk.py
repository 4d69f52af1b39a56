"""A request in the room of each organisation, with a planted word only its lead may meet."""

from network.models import InquiryDesk, SiteText
from tests.factories.desk import inquiry_in


def plant_requests(room, word, lead):
    """A desk that is open, a request somebody looks after, and one that was accepted."""
    desk = InquiryDesk.objects.create(room=room, is_open=True, hint="für alle")
    said = {name: f"{name} {word}" for name in ("happened", "municipality", "name", "known_by")}
    talk = {"note": word, "limits": word, "reason": word}
    fields = {"said": said, "talk": talk, "taken_by": lead, "interest": "keine"}
    SiteText.objects.get_or_create(key="impressum", language="de", number=1, defaults={"body": "Impressum"})
    return desk, inquiry_in(room, **fields), inquiry_in(room, **fields, state="angenommen")
