"""Every setting is declared once, checked at start, and documented from the same table."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from runforsomething.ops.check import PRODUCTION
from runforsomething.settings import documentation
from runforsomething.settings.declared import SAME, TABLE, given
from runforsomething.settings.validation import faults

ROOT = Path(__file__).resolve().parent.parent.parent
SOUND = PRODUCTION | {"DATABASE_URL": "postgres://app:pw@db:5432/app", "REDIS_URL": "redis://cache:6379/0"}
# Read by Django, gunicorn and our own launcher; no part of an installation's configuration.
NOT_CONFIGURATION = {"DJANGO_SETTINGS_MODULE", "RFS_FOLDER"}

FAULTY = [
    ("SECRET_KEY", "", "SECRET_KEY is not set: give a long random text."),
    ("SECRET_KEY", "hunter2", "SECRET_KEY is not a text of 50 characters or more: give a long random text."),
    ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS holds '*': name the hosts."),
    ("ALLOWED_HOSTS", "https://a.org", "ALLOWED_HOSTS is 'https://a.org', which is not a list of host names: give "
     "site.org,www.site.org."),
    ("ALLOWED_HOSTS", "a.org,b.org", "ORG_SITE_URL names example.org, which ALLOWED_HOSTS does not: mailed links "
     "would be refused."),
    ("DATABASE_URL", "mysql://app:pw@db/app", "DATABASE_URL is not a PostgreSQL address: give "
     "postgres://user:password@host:5432/name."),
    ("DATABASE_URL", "postgres://app:pw@db", "DATABASE_URL is not a PostgreSQL address: give "
     "postgres://user:password@host:5432/name."),
    ("REDIS_URL", "redis://cache:port/0", "REDIS_URL is not a Redis address: give redis://host:6379/0."),
    ("EMAIL_URL", "mail.example.org", "EMAIL_URL is not a mail server's address: give "
     "smtp+tls://user:password@host:587."),
    ("EMAIL_URL", "anymail+pigeon://key@/", "EMAIL_URL is not a mail server's address: give "
     "smtp+tls://user:password@host:587."),
    ("MAIL_WEBHOOK_SECRET", "hook:short", "MAIL_WEBHOOK_SECRET is not a name, a colon and 20 characters or more: give "
     "name:a-long-random-text."),
    ("TWILIO_ACCOUNT_SID", "AC" + "0" * 32, "Texts need TWILIO_AUTH_TOKEN, TWILIO_FROM too: give all three TWILIO_ "
     "settings, or none."),
    ("CLOCK_FILE", "/tmp/clock", "CLOCK_FILE is set: it is for one machine only; remove it."),
    ("DEBUG", "on", "DEBUG is set: it is for one machine only; remove it."),
    ("MEDIA_DIR", "/app/static/files", "MEDIA_DIR lies below a folder of static files, which everybody can read: "
     "give one elsewhere."),
    ("TRUSTED_PROXY_COUNT", "one", "TRUSTED_PROXY_COUNT is 'one', which is not a whole number from 0 to 10: give 1."),
    ("TRUSTED_PROXY_COUNT", "0", "SECURE_SSL_REDIRECT is on while TRUSTED_PROXY_COUNT is 0: say how many proxies "
     "speak https in front."),
    ("METRICS_TOKEN", "short", "METRICS_TOKEN is not a text of 20 characters or more: give a long random text."),
    ("LOG_LEVEL", "LOUD", "LOG_LEVEL is 'LOUD', which is not one of INFO, DEBUG, WARNING, ERROR: give INFO."),
    ("SENTRY_DSN", "yes", "SENTRY_DSN is not a Sentry address: give https://key@host/number."),
    ("ORG_SITE_URL", "http://example.org", "ORG_SITE_URL starts with http:// while SECURE_SSL_REDIRECT is on: give "
     "the https:// address."),
    ("ORG_ACCENT", "teal", "ORG_ACCENT is 'teal', which is not a colour: give six hexadecimal digits like #4338ca."),
    ("ORG_EMAIL_FROM", "us", "ORG_EMAIL_FROM is 'us', which is not an e-mail address: give "
     "Name <name@your-organisation.org>."),
    ("ORG_TIME_ZONE", "Chicago", "ORG_TIME_ZONE is 'Chicago', which is not a time zone's name: give "
     "America/Chicago."),
    ("ORG_PUBLIC_DASHBOARD", "maybe", "ORG_PUBLIC_DASHBOARD is 'maybe', which is not on or off: give on or off."),
    ("ORG_SLACK_INVITE_URL", "slack", "ORG_SLACK_INVITE_URL is not a web address: give https://…."),
    ("PROGRAM_AGE_LIMIT", "thirty", "PROGRAM_AGE_LIMIT is 'thirty', which is not a whole number from 18 to 120: "
     "give 35."),
    ("PROGRAM_FUNDING_SHARE", "15", "PROGRAM_FUNDING_SHARE is '15', which is not a share above 0 and up to 1: give "
     "0.15."),
    ("ORG_ACENT", "#ffffff", "ORG_ACENT is no setting: did you mean ORG_ACCENT?"),
    ("PROGRAM_XYZ", "1", "PROGRAM_XYZ is no setting: docs/settings.md lists those that there are."),
]  # fmt: skip


def test_a_sound_environment_has_no_fault() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(("name", "text", "sentence"), FAULTY)
def test_a_fault_is_told_in_one_sentence(name: str, text: str, sentence: str) -> None:
    assert faults(SOUND | {name: text}) == [sentence]


def test_all_faults_are_told_at_once() -> None:
    environment = {"PROGRAM_AGE_LIMIT": "x", "ORG_ACCENT": "red", "ORG_NAMES": "Us", "CLOCK_FILE": "/clock"}
    told = {fault.split()[0] for fault in faults(environment)}
    required = {setting.name for setting in TABLE.values() if setting.production == "required"}
    assert told == required | set(environment) | {"SECURE_SSL_REDIRECT"}


@pytest.mark.parametrize("setting", [s for s in TABLE.values() if s.sensitive], ids=lambda s: s.name)
def test_a_value_that_must_not_be_told_is_in_no_fault(setting: object) -> None:
    name = setting.name  # type: ignore[attr-defined]
    assert "hunter2:" not in " ".join(faults(SOUND | {name: "hunter2: x"}))
    assert faults(SOUND | {name: "hunter2: x"})


def test_every_default_can_be_read_and_no_setting_is_declared_twice() -> None:
    for setting in TABLE.values():
        setting.read({})
        assert setting.read({setting.name: " "}) == setting.read({})
    source = (ROOT / "runforsomething/settings/declared.py").read_text()
    assert len(re.findall(r"\bSetting\(\"", source)) == len(TABLE)


def test_one_machine_needs_nothing_and_is_told_of_its_own_faults() -> None:
    assert faults({}, production=False) == []
    told = faults({"ORG_ACCENT": "red", "PROGRAM_AGE": "3"}, production=False)
    assert [fault.split()[0] for fault in told] == ["ORG_ACCENT", "PROGRAM_AGE"]


@pytest.mark.parametrize("module", ["production", "dev"])
def test_a_faulty_start_ends_with_the_sentences(module: str) -> None:
    environment = SOUND | {"DJANGO_SETTINGS_MODULE": f"runforsomething.settings.{module}"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check"],
        env=environment | {"ORG_ACCENT": "red", "PROGRAM_AGE_LIMIT": "old", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-3:] == [
        "django.core.exceptions.ImproperlyConfigured: This installation cannot start.",
        "- ORG_ACCENT is 'red', which is not a colour: give six hexadecimal digits like #4338ca.",
        "- PROGRAM_AGE_LIMIT is 'old', which is not a whole number from 18 to 120: give 35.",
    ]


def test_what_the_environment_gives_is_what_the_settings_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROGRAM_FUNDING_WAIT_MONTHS", "3")
    monkeypatch.setenv("ORG_PUBLIC_DASHBOARD", "True")
    assert given("PROGRAM_FUNDING_WAIT_MONTHS") == 3
    assert given("ORG_PUBLIC_DASHBOARD") is True
    with pytest.raises(KeyError):
        given("ORG_UNHEARD_OF")


def test_the_settings_files_read_what_is_declared_and_nothing_else() -> None:
    """A setting that is read from the environment without a line in `declared.py` fails here."""
    read = re.compile(r"(?:given|env|env\.\w+|environ\.get|getenv|environ)[(\[]\s*\"([A-Z][A-Z0-9_]+)\"")
    files = [
        *(ROOT / "runforsomething/settings").glob("*.py"),
        *ROOT.glob("*/*.py"),
        ROOT / "gunicorn.conf.py",
    ]
    files += (ROOT / "runforsomething/ops").glob("*.py")
    names = {
        name
        for file in files
        if file.exists() and "tests" not in file.parts and file.name != "declared.py"
        for name in read.findall(file.read_text(encoding="utf-8"))
    }
    assert names - NOT_CONFIGURATION <= set(TABLE)
    unread = {name for name, setting in TABLE.items() if setting.production == SAME} - names
    assert unread <= {"PORT", "PROMETHEUS_MULTIPROC_DIR"}  # read by name, before there are settings


def test_the_pages_on_settings_are_those_that_the_code_writes() -> None:
    assert not documentation.outdated(), "run `manage.py settings_table`"


def test_a_page_that_differs_from_the_code_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for page in (documentation.PAGE, documentation.README):
        (tmp_path / page).write_text((ROOT / page).read_text(encoding="utf-8"), encoding="utf-8")
    assert documentation.outdated(tmp_path) == {}
    page = tmp_path / documentation.PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("`35`", "`36`"), encoding="utf-8")
    assert list(documentation.outdated(tmp_path)) == [documentation.PAGE]
