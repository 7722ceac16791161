"""One machine with nothing installed: the engines that `make run` started, or those that the environment names."""

from runforsomething.ops.engines import addresses
from runforsomething.settings.validation import refuse_faulty_environment

refuse_faulty_environment(production=False)

from runforsomething.settings.base import *  # noqa: E402 - nothing is read before it was checked

_engines = addresses(LOCAL_DIR)

DEBUG = given("DEBUG")
SECRET_KEY = env("SECRET_KEY", default="only-for-this-machine-and-never-in-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {
    "default": env.db_url_config(given("DATABASE_URL") or _engines["DATABASE_URL"]) | DATABASE_OPTIONS,
}
REDIS_URL = REDIS_URL or _engines["REDIS_URL"]
CELERY_BROKER_URL = REDIS_URL

EMAIL_BACKEND = "runforsomething.ops.mailbox.EmailBackend"
MAILBOX_DIR = Path(given("MAILBOX_DIR") or LOCAL_DIR / "mail")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
DEMONSTRATION = True

# What the proxy does in production; style sheets and scripts are served from where they lie.
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
