"""The tests: the real engines, started by `tests.engines` before these settings are read."""

from runforsomething.settings.base import *

SECRET_KEY = "only-for-the-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {
    "default": env.db_url_config(env("DATABASE_URL", default="postgres://postgres@/unset")) | DATABASE_OPTIONS
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEMONSTRATION = True
GEOCODER_URL = ""
MAILBOX_DIR = LOCAL_DIR / "test-mail"
ANSWERS_TAKE_SECONDS = 0.0
