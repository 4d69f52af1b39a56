from contextlib import suppress
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .uploads import LARGEST


class StopsAtLargest(TemporaryFileUploadHandler):
    """Writes no more of a file than we would take; its size is still known, so that its form can refuse it by name.

    The same for a file there is no room for: its form says so, with everything else that was typed in it.
    """

    def receive_data_chunk(self, raw_data, start):
        if start <= LARGEST and not self.is_lost:
            try:
                self.file.write(raw_data)
                self.file.flush()
            except OSError:
                self.is_lost = True
                with suppress(OSError):  # what is buffered still has nowhere to go
                    self.file.close()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.is_lost = False

    def file_complete(self, file_size):
        if not self.is_lost:
            return super().file_complete(file_size)
        kind = (self.field_name, self.file_name, self.content_type, file_size, self.charset)
        lost = InMemoryUploadedFile(BytesIO(), *kind)
        lost.is_lost = True
        return lost
