"""Files as they arrive, and a place to store them."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile


def upload(name, content):
    return SimpleUploadedFile(name, content)


def stored(content, name):
    """The columns of a file that lies in the store as it was put there."""
    return {"content": ContentFile(content, name=name), "sha256": hashlib.sha256(content).hexdigest()}


def folder(path, backend="django.core.files.storage.FileSystemStorage"):
    return {"BACKEND": backend, "OPTIONS": {"location": str(path)}}
