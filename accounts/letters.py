"""One letter to each of several people, in the language of each."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation


def send_letters(people, subject, template, **words):
    """Send the letter now; `subject` is lazy, so that it too is in the language of whoever gets it."""
    for person in people:
        with translation.override(person.language):
            send_mail(str(subject), render_to_string(template, words), None, [person.email])
