"""Files that people hand in are what they contain; whatever could be two things, or too much, is refused."""

import os
import zlib
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from core.privacy.erasing import erase
from core.uploads.contents import MIME_TYPES, MOST_BYTES, check
from core.uploads.fields import UploadField
from core.uploads.models import Upload
from core.uploads.services import as_name, attachment, delete_strays, keep, path_of
from core.uploads.unfit import Unfit
from tests.core.made_files import archive, chunk, exif, jpeg, pdf, png, segment, stream
from tests.factories.people import make_user

PAGE = b"<!doctype html><html><script>alert(1)</script></html>"
PACKED = zlib.compress(b"BT (Ana Diaz, qualified) Tj ET")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(stream(PACKED)), "pdf"),
        (png(), "png"),
        (jpeg(), "jpg"),
        (jpeg() + jpeg(), "jpg"),
        (pdf() + b"\r\n\x00", "pdf"),
    ],
    ids=["PDF", "PNG", "JPEG", "a telephone's JPEG with a second picture", "PDF with a last line"],
)
def test_a_pdf_and_pictures_are_kept_whatever_they_are_called(content: bytes, kind: str) -> None:
    assert check(content, name="list.exe").extension == kind


NOT_WHAT_IT_SAYS = {
    "a page called .pdf": PAGE,
    "a page behind a PDF's first line": b"%PDF-1.7\n" + PAGE,
    "a page within a PDF": pdf(b"<< /Title 1 >>\n" + PAGE),
    "a page in what a PDF calls packed": pdf(stream(PAGE)),
    "a page behind a PDF": pdf() + PAGE,
    "a page in front of a PDF": PAGE + pdf(),
    "an archive": archive(),
    "a PDF with an archive behind it": pdf() + archive(),
    "a PDF within an archive": archive("list.pdf", pdf()),
    "a PDF in whose last comment an archive ends": pdf() + b"%" + archive() + b"\n%%EOF",
    "a PNG with an archive behind it": png() + archive(),
    "a JPEG with an archive behind it": jpeg() + archive(),
    "a JPEG with a page in its comment": jpeg(notes=segment(0xFE, PAGE)),
    "a JPEG with a program behind it": jpeg() + b"<?php system($_GET[0]);",
    "a JPEG with an archive behind its second picture": jpeg() + jpeg() + archive(),
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a GIF": b"GIF89a" + bytes(40),
    "text": b"On the ballot: Ana Diaz",
    "nothing": b"",
}
TOO_MUCH = {
    "a PDF that unpacks to a gigabyte": pdf(*[stream(zlib.compress(bytes(32_000_000), 9))] * 32),
    "a PDF packed twice": pdf(stream(zlib.compress(PACKED), b"/Filter [/FlateDecode /FlateDecode]")),
    "a PNG that unpacks to far more than its pixels": png(pixels=bytes(10_000_000)),
    "a PNG of a million by a million": png(1_000_000, 1_000_000, pixels=b""),
    "a JPEG of 65,000 by 65,000": jpeg(65_000, 65_000),
    "more than the limit": jpeg() + bytes(MOST_BYTES),
}
ACTIVE = {
    "a program": pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert) >> >>"),
    "a program, its name disguised": pdf(b"<< /S /J#61vaScript >>"),
    "a program, in what a comment calls packed": pdf(b"% stream\n<< /S /JavaScript >>\n% endstream"),
    "a program in a packed list of objects": pdf(
        stream(zlib.compress(b"7 0 << /S /JavaScript /JS (x) >>"), b"/Type /ObjStm /Filter /FlateDecode")
    ),
    "a file": pdf(b"<< /EmbeddedFiles << >> >>"),
    "a program to be started": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "a password": pdf(b"<< /Encrypt 5 0 R >>"),
}
DAMAGED = {
    "a PDF that breaks off": pdf(stream(PACKED))[:-60],
    "a PNG that breaks off": png()[:-6],
    "a PNG with a wrong sum": png()[:-1] + b"\x00",
    "a PNG without pixels": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
    "a JPEG that breaks off": jpeg()[:-2],
    "a JPEG of nothing": b"\xff\xd8\xff\xd9",
}


@pytest.mark.parametrize(
    "content",
    [pytest.param(v, id=k) for k, v in {**NOT_WHAT_IT_SAYS, **TOO_MUCH, **ACTIVE, **DAMAGED}.items()],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Unfit) as refusal:
        check(content, name="list.pdf")
    assert str(refusal.value).endswith(".")


@settings(max_examples=150, deadline=None)
@given(
    made=st.sampled_from([pdf(stream(PACKED)), png(), jpeg(), jpeg(notes=exif(6))]),
    at=st.integers(0, 400),
    more=st.binary(max_size=12),
    cut=st.integers(0, 40),
)
def test_no_damage_does_more_than_refuse(made: bytes, at: int, more: bytes, cut: int) -> None:
    damaged = made[:at] + more + made[at + cut :]
    with suppress(Unfit):
        assert check(damaged).extension in MIME_TYPES


def test_a_picture_loses_where_and_when_it_was_taken_and_keeps_its_way_up() -> None:
    kept = check(jpeg(notes=exif(6, b"GPS 30.2672 N") + segment(0xFE, b"taken by Ana"))).content
    assert b"GPS" not in kept
    assert b"Ana" not in kept
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
    assert check(kept).content == kept
    noted = png(notes=chunk(b"tEXt", b"Author\x00Ana") + chunk(b"eXIf", b"GPS"))
    assert check(noted).content == png()


def test_a_file_that_is_too_large_is_dropped_on_its_way_and_its_sender_is_told() -> None:
    for size in (MOST_BYTES, MOST_BYTES + 1):
        sent = SimpleUploadedFile("list.pdf", bytes(size), "application/pdf")
        taken = RequestFactory().post("/", {"file": sent}).FILES["file"]
        assert taken.size == size
        assert len(taken.read()) == (size if size <= MOST_BYTES else 0)
        if size <= MOST_BYTES:
            taken.close()
    with pytest.raises(Exception, match="larger than 8 MB"):
        UploadField().clean(taken)


def test_a_field_that_may_stay_empty_cleans_to_nothing() -> None:
    assert UploadField(required=False).clean(None) is None


@pytest.mark.django_db
def test_a_kept_file_is_given_out_to_be_saved_and_never_to_be_shown(
    tmp_path: Path, settings: Any, now: datetime
) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload = keep(check(png(), name="..\\..\\My list; <b>.exe"), by=make_user(), at=now)
    assert path_of(upload).stat().st_mode & 0o777 == 0o600
    answer = attachment(upload)
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    answer.close()
    assert content == png()
    assert answer["Content-Disposition"] == 'attachment; filename="My list_ _b_.png"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    path_of(upload).unlink()
    with pytest.raises(Http404):
        attachment(upload)


@pytest.mark.django_db
def test_an_erasure_takes_the_file_and_its_name(tmp_path: Path, settings: Any, now: datetime) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload = keep(check(png(), name="Ana.png"), by=make_user(), at=now)
    erase(upload.uploaded_by, at=now)
    upload.refresh_from_db()
    assert (upload.name, upload.sha256, path_of(upload).exists()) == ("", "", False)


@pytest.mark.django_db
def test_files_that_no_row_stands_for_go_after_a_day(tmp_path: Path, settings: Any, now: datetime) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = keep(check(png()), by=make_user(), at=now)
    stray, fresh = (keep(check(png()), by=kept.uploaded_by, at=now) for _number in range(2))
    Upload.objects.filter(pk__in=[stray.pk, fresh.pk]).delete()
    old = (now - timedelta(days=2)).timestamp()
    for upload in (kept, stray):
        os.utime(path_of(upload), (old, old))
    assert delete_strays(now=now) == 1
    assert [path_of(upload).exists() for upload in (kept, stray, fresh)] == [True, False, True]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../a/b.pdf", "b.pdf"), ("C:\\x\\b.pdf", "b.pdf"), ("a\r\nb\x00.pdf", "a_b_.pdf"), ("", "")],
)
def test_a_files_name_holds_nothing_that_a_system_could_take_amiss(given: str, kept: str) -> None:
    assert as_name(given) == kept
