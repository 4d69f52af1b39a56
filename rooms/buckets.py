"""A bucket that speaks S3, as a place for files that nobody reaches but through us."""

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from storages.backends.s3 import S3Storage

LARGEST = 20 * 1024 * 1024


class Bucket(S3Storage):
    """Private objects under the names we gave them, no addresses, and a short patience with a store that is away."""

    def __init__(self, *, addressing_style="auto", **options):
        fixed = {
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": False,
            "object_parameters": {"ContentType": "application/octet-stream", "CacheControl": "private, no-store"},
            "max_memory_size": 5 * 1024 * 1024,
            # In one piece: what we take is small, and half an upload leaves nothing behind.
            "transfer_config": TransferConfig(multipart_threshold=2 * LARGEST, use_threads=False),
            "client_config": Config(
                s3={"addressing_style": addressing_style},
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=30,
                retries={"total_max_attempts": 2},
                # Newer checksums are unknown to many stores that speak S3.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        super().__init__(**options, **fixed)

    def url(self, *args, **kwargs):
        raise NotImplementedError("Dateien haben keine eigene Adresse; sie gehen nur durch rooms.file_views.")
