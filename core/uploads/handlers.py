"""How much of an upload is taken in at all."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from core.uploads.contents import MOST_BYTES


class LimitHandler(FileUploadHandler):
    """The first handler: of a file that is too large, nothing beyond the limit is kept, neither in memory nor on disk.

    The form sees an empty file that says how large the real one is, and can tell its sender so.
    """

    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return raw_data if self.seen <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        if self.seen <= MOST_BYTES:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            begun = getattr(handler, "file", None)
            if begun is not None:
                begun.close()
        stub = SimpleUploadedFile(str(self.file_name), b"", self.content_type or "")
        stub.size = self.seen
        return stub
