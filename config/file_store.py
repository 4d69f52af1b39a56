"""Where uploaded files lie: in a folder, or in a bucket that speaks S3."""

import environ

env = environ.Env()


def file_store(var_dir):
    """The entry for STORAGES; a bucket that is named is used."""
    if not env("FILES_S3_BUCKET", default=""):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": env("FILES_DIR", default=str(var_dir / "files")),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "rooms.buckets.Bucket",
        "OPTIONS": {
            "bucket_name": env("FILES_S3_BUCKET"),
            "endpoint_url": env("FILES_S3_ENDPOINT", default="") or None,
            "region_name": env("FILES_S3_REGION", default="") or None,
            "access_key": env("FILES_S3_ACCESS_KEY", default="") or None,
            "secret_key": env("FILES_S3_SECRET_KEY", default="") or None,
            "addressing_style": env("FILES_S3_ADDRESSING", default="auto"),
            "verify": env("FILES_S3_CA_BUNDLE", default="") or None,
        },
    }
