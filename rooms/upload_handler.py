from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .uploads import LARGEST


class StopsAtLargest(TemporaryFileUploadHandler):
    """Writes no more of a file than we would take; its size is still known, so that its form can refuse it by name."""

    def receive_data_chunk(self, raw_data, start):
        if start <= LARGEST:
            self.file.write(raw_data)
