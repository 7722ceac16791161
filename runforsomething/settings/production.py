"""A real installation. Every fault in the environment is told at once, at start, one sentence each."""

from runforsomething.settings.base import *
from runforsomething.settings.validation import refuse_faulty_environment

refuse_faulty_environment()

SECRET_KEY = env("SECRET_KEY")
DATABASES = {"default": env.db("DATABASE_URL") | DATABASE_OPTIONS}
REDIS_URL = CELERY_BROKER_URL = env("REDIS_URL")
globals().update(env.email_url("EMAIL_URL"))
DEMONSTRATION = False

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
