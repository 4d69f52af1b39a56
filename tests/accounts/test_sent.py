"""The same form with another file is another sending."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from accounts.sent import TOKEN, mark_of


class Somebody:
    pk = 1


def sending(content):
    request = RequestFactory().post("/", {TOKEN: "x", "file": SimpleUploadedFile("plan.txt", content)})
    request.user, request.htmx = Somebody(), False
    return request


def test_a_corrected_file_of_the_same_length_is_not_taken_for_the_first_one():
    assert mark_of(sending(b"am 12. Mai")) == mark_of(sending(b"am 12. Mai"))
    assert mark_of(sending(b"am 12. Mai")) != mark_of(sending(b"am 13. Mai"))


def test_the_file_can_still_be_read():
    request = sending(b"am 12. Mai")
    mark_of(request)
    assert request.FILES["file"].read() == b"am 12. Mai"
