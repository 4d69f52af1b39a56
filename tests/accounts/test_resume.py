from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

pytestmark = pytest.mark.django_db
TARGET = "/profil/?von=hier"
RESUME = reverse("accounts:resume")
LONG = 'Ein Satz über <b>alles</b> & "mehr" – 🌍.\r\n\r\nZweite Zeile.\r\n' * 6000  # more than 300 kB


class Forms(HTMLParser):
    """The forms of a page with the fields they would send, as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.texts, self.in_text = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append((attrs.get("action", ""), MultiValueDict()))
        elif tag == "textarea":
            self.in_text = True
            self.texts.append("")
        elif tag == "input" and attrs.get("name") and self.forms:
            self.forms[-1][1].appendlist(attrs["name"], attrs.get("value", ""))

    def handle_data(self, data):
        if self.in_text:
            self.texts[-1] += data

    def handle_endtag(self, tag):
        self.in_text = self.in_text and tag != "textarea"


def form_to(response, action):
    forms = Forms(response.content.decode()).forms
    return next((fields for target, fields in forms if target == action), None)


def typed_without_session(client, **data):
    return client.post(TARGET, {"title": "Kurz", "text": LONG, "themes": ["a", "b", ""], **data})


def sign_in(client, response, email, password):
    fields = form_to(response, RESUME)
    fields["username"], fields["password"] = email, password
    return client.post(RESUME, dict(fields.lists()))


def test_text_survives_the_end_of_the_session(client, maria, password):
    asked = typed_without_session(client)
    assert asked.status_code == 401

    response = sign_in(client, asked, maria.email, password)
    fields = form_to(response, TARGET)

    assert fields["text"] == LONG
    assert fields["title"] == "Kurz"
    assert fields.getlist("themes") == ["a", "b", ""]
    assert "Weiter: Text jetzt absenden" in response.content.decode()
    assert client.session["_auth_user_id"] == str(maria.pk)


def test_the_whole_way_with_real_tokens(maria, password):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("accounts:sign-in"))
    token = client.cookies["csrftoken"].value
    profile = reverse("accounts:profile")
    data = {"name": "Maria Neu", "function": "", "language": "de", "theme": "geraet", "csrfmiddlewaretoken": token}

    signed_in = sign_in(client, client.post(profile, data), maria.email, password)
    fields = form_to(signed_in, profile)
    response = client.post(profile, dict(fields.lists()))

    assert response["Location"] == profile
    maria.refresh_from_db()
    assert maria.name == "Maria Neu"


def test_nothing_is_sent_by_itself(client, maria, password):
    asked = client.post(reverse("accounts:profile"), {"name": "Anders", "language": "de", "theme": "geraet"})
    sign_in(client, asked, maria.email, password)

    maria.refresh_from_db()
    assert maria.name == "Maria Lindner"


def test_wrong_password_keeps_everything(client, maria, password):
    refused = sign_in(client, typed_without_session(client), maria.email, "falsch-falsch-falsch")
    assert refused.status_code == 401
    assert "stimmen nicht" in refused.content.decode()

    refused = sign_in(client, refused, "", "")
    fields = form_to(sign_in(client, refused, maria.email, password), TARGET)

    assert fields["text"] == LONG
    assert fields.getlist("themes") == ["a", "b", ""]


def test_same_person_goes_on(client, maria, password):
    client.force_login(maria)
    client.get(reverse("accounts:profile"))
    client.session.flush()

    response = sign_in(client, typed_without_session(client), maria.email, password)

    assert form_to(response, TARGET)["text"] == LONG


def test_another_person_may_only_copy(client, maria, jonas, password):
    client.force_login(maria)
    client.get(reverse("accounts:profile"))
    client.session.flush()

    response = sign_in(client, typed_without_session(client), jonas.email, password)
    page = response.content.decode()

    assert form_to(response, TARGET) is None
    assert "Jonas Weber" in page
    assert "anderen Konto" in page
    assert LONG.replace("\r\n", "\n").strip() in "".join(Forms(page).texts).replace("\r\n", "\n")


@pytest.mark.parametrize("cookie", ["", "1", "1:gefaelscht", "\x7f"])
def test_a_forged_memory_names_nobody(client, maria, password, cookie):
    client.cookies["zuletzt"] = cookie

    assert form_to(sign_in(client, typed_without_session(client), maria.email, password), TARGET)


def test_nul_is_left_out(client, maria, password):
    response = sign_in(client, client.post(TARGET, {"text": "vor\x00her und danach"}), maria.email, password)

    assert form_to(response, TARGET)["text"] == "vorher und danach"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "profil/", "", "javascript:1"]
)
def test_target_is_a_path_of_ours(client, maria, password, target):
    response = client.post(
        RESUME, {"ziel": target, "behalten-text": "x", "username": maria.email, "password": password}
    )

    assert response["Location"] == reverse("accounts:sign-in")
    assert "_auth_user_id" not in client.session


def test_double_slash_path_stays_ours(client):
    response = client.post("//evil.example/", {"text": "a b"})

    assert b'value="//evil' not in response.content


def test_passwords_and_tokens_are_not_carried(client):
    response = client.post(
        reverse("accounts:password-change"),
        {"old_password": "geheim-1", "new_password1": "geheim-2", "csrfmiddlewaretoken": "t" * 64, "note": "bleibt"},
    )

    page = response.content.decode()
    assert "geheim" not in page
    assert "t" * 64 not in page
    assert "bleibt" in page


def test_files_are_named_for_choosing_again(client, maria, password):
    upload = SimpleUploadedFile("plan <1>.pdf", b"%PDF")

    response = sign_in(client, client.post(TARGET, {"text": "mit Anlage", "file": upload}), maria.email, password)

    assert "plan &lt;1&gt;.pdf" in response.content.decode()
    assert form_to(response, TARGET)["text"] == "mit Anlage"


def test_closed_account_gets_no_further(client, maria, password):
    maria.is_active = False
    maria.save()

    assert sign_in(client, typed_without_session(client), maria.email, password).status_code == 401


def test_asking_the_page_itself_leads_to_the_sign_in(client):
    assert client.get(RESUME).status_code == 405


def test_parts_of_a_page_send_the_whole_page_to_sign_in(client):
    response = client.post(
        TARGET,
        {"text": LONG},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/beratungen/?q=1"},
    )

    assert response["HX-Redirect"] == "/anmelden/?next=/beratungen/%3Fq%3D1"


def test_foreign_current_url_is_not_followed(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"}

    assert client.post(TARGET, headers=headers)["HX-Redirect"] == "/anmelden/?next=/"


def test_scripts_asking_for_data_get_401(client):
    assert client.post(TARGET, headers={"Accept": "application/json"}).status_code == 401


def test_token_failure_shows_the_text_to_copy(maria):
    client = Client(enforce_csrf_checks=True)
    client.force_login(maria)

    response = client.post(TARGET, {"text": LONG, "title": "Zwei Worte", "password": "ganz geheim hier", "pk": "17"})
    page = response.content.decode()
    texts = [text.strip() for text in Forms(page).texts]

    assert response.status_code == 403
    assert "Zwei Worte" in texts
    assert LONG.strip() in texts
    assert "ganz geheim" not in page
    assert f'href="{TARGET}"' in page


def test_token_failure_while_resuming_shows_the_text_too(maria, password):
    client = Client(enforce_csrf_checks=True)

    data = {"ziel": TARGET, "behalten-text": "Mein Text", "username": maria.email, "password": password}
    page = client.post(RESUME, data).content.decode()

    assert [text.strip() for text in Forms(page).texts] == ["Mein Text"]
    assert f'href="{TARGET}"' in page
