"""Files as they arrive, and a place to store them."""

from django.core.files.uploadedfile import SimpleUploadedFile


def upload(name, content):
    return SimpleUploadedFile(name, content)


def folder(path, backend="django.core.files.storage.FileSystemStorage"):
    return {"BACKEND": backend, "OPTIONS": {"location": str(path)}}
