"""A real installation. Every fault in the environment is told at once, at start, one sentence each."""

import sys

from runforsomething.settings.validation import refuse_faulty_environment

refuse_faulty_environment()

from runforsomething.settings.base import *  # noqa: E402 - nothing is read before it was checked
from runforsomething.settings.databases import database_address  # noqa: E402
from runforsomething.settings.mail import mail_settings  # noqa: E402

SECRET_KEY = given("SECRET_KEY")
DATABASES = {"default": env.db_url_config(database_address(sys.argv)) | DATABASE_OPTIONS}
APPLICATION_ROLE = env.db_url_config(given("DATABASE_URL"))["USER"]
globals().update(mail_settings(given("EMAIL_URL"), given("MAIL_WEBHOOK_SECRET")))
DEMONSTRATION = False
LOGGING = logging_settings(as_json=True, level=LOG_LEVEL)

SECURE_SSL_REDIRECT: bool = given("SECURE_SSL_REDIRECT")
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS: int = given("SECURE_HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# No other host below the same domain can set or shadow these.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
DEVICE_COOKIE_NAME = "__Host-device"
LANGUAGE_COOKIE_NAME = "__Host-language"
CSRF_COOKIE_HTTPONLY = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
