"""On one machine, what was sent is read on a page: text and HTML, with links that open; nothing in it runs."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from runforsomething.ops import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path: Path, settings: Any) -> Path:
    settings.DEMONSTRATION, settings.MAILBOX_DIR = True, tmp_path / "mail"
    settings.EMAIL_BACKEND = "runforsomething.ops.mailbox.EmailBackend"
    return tmp_path / "mail"


def send(to: str, subject: str, *, html: str = "") -> str:
    mail = EmailMultiAlternatives(subject, f"Hello, open https://example.org/{subject}", to=[to])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()
    return mailbox.newest(1)[0].name


def test_the_newest_mail_comes_first_and_one_address_can_be_chosen(box: Path) -> None:
    assert "No mail yet" in Client().get("/mail/").content.decode()
    send("ann@example.org", "alpha")
    send("bo@example.org", "bravo")
    words = Client().get("/mail/").content.decode()
    assert words.index("bravo") < words.index("alpha")
    assert 'href="https://example.org/alpha"' in words
    only = Client().get("/mail/?to=ann").content.decode()
    assert "alpha" in only
    assert "bravo" not in only
    assert "No mail to this address" in Client().get("/mail/?to=zoe").content.decode()


def test_a_mail_is_shown_as_html_in_a_frame_in_which_nothing_runs(box: Path) -> None:
    page = "<html><head></head><body><script>alert(1)</script><a href='https://example.org/x'>x</a></body></html>"
    name = send("ann@example.org", "both", html=page)
    one = Client().get("/mail/", {"mail": name})
    assert f"/mail/html/?mail={quote(name)}" in one.content.decode()
    html = Client().get("/mail/html/", {"mail": name})
    assert '<base target="_blank">' in html.content.decode()
    policy = html["Content-Security-Policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


def test_what_a_mail_carries_is_named_and_an_invitation_can_be_read(box: Path) -> None:
    mail = EmailMultiAlternatives("A call", "Come.", to=["ann@example.org"])
    mail.attach_alternative("<p>Come.</p>", "text/html")
    mail.attach("invitation.ics", "BEGIN:VCALENDAR\r\nSUMMARY:<b>Zoë</b>", "text/calendar; method=REQUEST")
    mail.attach("map.png", b"\x89PNG", "image/png")
    mail.send()
    page = Client().get("/mail/", {"mail": mailbox.newest(1)[0].name}).content.decode()
    assert "Attached: invitation.ics" in page
    assert "Attached: map.png" in page
    assert "SUMMARY:&lt;b&gt;Zoë&lt;/b&gt;" in page
    assert mailbox.newest(1)[0].text.strip() == "Come."


@pytest.mark.parametrize("name", ["../secret", "1-a/../../secret", "", "1", "%00", "1-" + "a" * 500])
def test_no_way_leads_out_of_the_folder(box: Path, name: str) -> None:
    box.mkdir()
    (box.parent / "secret.eml").write_text("Subject: hidden\n\nhidden", encoding="utf-8")
    for page in ("/mail/", "/mail/html/"):
        answer = Client().get(page, {"mail": name})
        assert answer.status_code == 200
        assert "hidden\n" not in answer.content.decode()
    assert mailbox.called(name) is None


def test_a_real_installation_has_no_such_page(box: Path, settings: Any) -> None:
    settings.DEMONSTRATION = False
    assert {Client().get(page).status_code for page in ("/mail/", "/mail/html/")} == {404}
