"""Settings that every environment shares. Everything that differs between installations comes from the environment."""

import logging
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from core.accounts.session_limits import Limits
from runforsomething.ops.logs import logging_settings
from runforsomething.settings.declared import given
from runforsomething.settings.mail import anymail_settings
from runforsomething.settings.organisation import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = environ.Env()

DEBUG = False
ALLOWED_HOSTS = given("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = given("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "runforsomething.ops.apps.OpsConfig",
    "donors",
    "interviews",
    "community",
    "mentorship",
    "funding",
    "candidates",
    "offices",
    "core.accounts",
    "core.outbox",
    "core.once",
    "core.scheduling",
    "core.privacy",
    "core.uploads",
    "runforsomething.ops.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "anymail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_structlog",
    "pghistory",
    "pgtrigger",
    "phonenumber_field",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "runforsomething.ops.request_log.RequestLogMiddleware",
    "runforsomething.ops.metrics.MetricsMiddleware",
    "core.accounts.pace.EvenPaceMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.accounts.middleware.SessionMiddleware",
    "core.accounts.middleware.SecondFactorMiddleware",
    "core.accounts.middleware.SignInMiddleware",
    "core.accounts.middleware.SensitivePagesMiddleware",
    "core.accounts.middleware.TimeZoneMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "runforsomething.urls"
WSGI_APPLICATION = "runforsomething.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "runforsomething.ops.context.organisation",
                "runforsomething.ops.context.navigation",
            ],
        },
    },
]

# PostgreSQL is the one database. Its address comes from dev, test or production.
DATABASE_OPTIONS = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
# The role as which production connects if it is not the tables' owner: `migrate` grants it what it needs.
APPLICATION_ROLE = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions and the sign-in limits live in the database, so that nobody is locked out while Redis is away.
# So many entries that no flood of addresses makes the cache forget a limit: beyond, Django drops a third of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "database_cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_LIMITS = Limits(
    idle=timedelta(days=given("SESSION_IDLE_DAYS")), absolute=timedelta(days=given("SESSION_DAYS"))
)
PRIVILEGED_SESSION_LIMITS = Limits(
    idle=timedelta(minutes=given("PRIVILEGED_IDLE_MINUTES")),
    absolute=timedelta(hours=given("PRIVILEGED_SESSION_HOURS")),
)
SESSION_COOKIE_AGE = int(SESSION_LIMITS.absolute.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "core.accounts.passwords.OwnWordsValidator"},
]
BREACHED_PASSWORDS_FILE: str = given("BREACHED_PASSWORDS_FILE")
if BREACHED_PASSWORDS_FILE:
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "core.accounts.breached.BreachedPasswordValidator"})
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "ops:home"

ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed there; it decides whether sign-in offers a password.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A new address counts once its code was typed into the session that asked: no row of somebody else's address meanwhile.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "add_email": "core.accounts.email_change.ChangeEmailForm",
    "request_login_code": "core.accounts.entrance_forms.AskForCodeForm",
    "reset_password": "core.accounts.entrance_forms.AskForPasswordForm",
}
# What is counted by account is counted in `core/accounts/familiar.py`: nobody can use up somebody else's attempts.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip",
    "request_login_code": "60/m/ip",
    "reset_password": "20/m/ip",
}
DEVICE_COOKIE_NAME = "device"
PASSWORD_RESET_TIMEOUT = 3_600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = True
# Digits, so that a phone shows its number keys.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
TRUSTED_PROXY_COUNT: int = given("TRUSTED_PROXY_COUNT")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SIGN_UPS_PER_HOUR: int = given("SIGN_UPS_PER_HOUR")
SIGN_UP_SECONDS: float = given("SIGN_UP_SECONDS")
# How often, by network address (`ip`) and by what is asked about (`key`); see `core/accounts/limits.py`. A hall full of
# people on one network is not a flood.
LIMITS = {
    "sign_up": f"{SIGN_UPS_PER_HOUR}/h/ip,6/h/key",
    "sign_up_mail": "4/h/key,20/h/ip",
    "find_address": "60/h/ip",
    "check_in": "20/h/key",
}
# How long ago somebody may have shown who they are when they change how they sign in, or what others may do.
RECENT_MINUTES: int = given("RECENT_MINUTES")
ACCOUNT_REAUTHENTICATION_TIMEOUT = RECENT_MINUTES * 60
# How long somebody who asks for a code or a new password waits, whether the address is known or not.
ANSWERS_TAKE_SECONDS = 0.15
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "core.accounts.mfa_adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "core.accounts.entrance_forms.SecondStepForm",
    "reauthenticate": "core.accounts.entrance_forms.SecondStepAgainForm",
    "add_webauthn": "core.accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "core.accounts.passkey_forms.EditPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["runforsomething.formats"]
TIME_ZONE = ORG_TIME_ZONE
USE_I18N = True
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "US"

STATIC_URL = "static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(given("MEDIA_DIR") or LOCAL_DIR / "media")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "core.uploads.handlers.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
BACKUP_KEY: str = given("BACKUP_KEY")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

OFFICE_DATA_DIR = Path(given("OFFICE_DATA_DIR") or BASE_DIR.parent / "shared" / "data")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Redis is a doorbell that may be lost, hung or emptied at any time; a web process waits for it at most this long.
REDIS_URL: str = given("REDIS_URL")
DOORBELL_TIMEOUT_SECONDS = 0.3
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "ticks"
CELERY_TASK_ROUTES = {"core.outbox.tasks.send_security": {"queue": "security"}}
# How often the workers look for what is due where no doorbell rang; for verdicts and releases, every fourth time.
TICK_SECONDS = given("TICK_SECONDS")


def _every(seconds: float, task: str) -> dict[str, object]:
    return {"task": task, "schedule": seconds, "options": {"expires": max(10.0, seconds)}}


CELERY_BEAT_SCHEDULE = {
    "send security messages": _every(min(10.0, TICK_SECONDS), "core.outbox.tasks.send_security"),
    "send what is due": _every(TICK_SECONDS, "core.outbox.tasks.send_due"),
    "absorb sign-ups": _every(TICK_SECONDS, "candidates.tasks.absorb_intakes"),
    "tend intro calls": _every(TICK_SECONDS, "interviews.tasks.tend_calls"),
    "let the silent rest": _every(240 * TICK_SECONDS, "candidates.tasks.let_the_silent_rest"),
    "give second readings": _every(20 * TICK_SECONDS, "interviews.tasks.give_second_readings"),
    "find duplicates": _every(4 * TICK_SECONDS, "candidates.tasks.find_duplicates"),
    "check eligibility": _every(4 * TICK_SECONDS, "funding.tasks.check_eligibility"),
    "forget old limits": _every(240 * TICK_SECONDS, "core.accounts.tasks.forget_old_limits"),
    "forget ended sessions": _every(240 * TICK_SECONDS, "core.accounts.tasks.forget_ended_sessions"),
    "delete stray files": _every(240 * TICK_SECONDS, "core.uploads.tasks.delete_stray_files"),
    "exports and erasures": _every(TICK_SECONDS, "core.privacy.tasks.keep_promises"),
    "tend Slack": _every(4 * TICK_SECONDS, "community.tasks.tend_slack"),
    "tend talks": _every(4 * TICK_SECONDS, "interviews.tasks.tend_talks"),
    "read calendars": _every(4 * TICK_SECONDS, "core.scheduling.tasks.read_calendars"),
    "forget past exceptions": _every(240 * TICK_SECONDS, "core.scheduling.tasks.forget_past_exceptions"),
    "weekly release": _every(4 * TICK_SECONDS, "donors.tasks.publish_weekly_release"),
}

TWILIO_ACCOUNT_SID: str = given("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN: str = given("TWILIO_AUTH_TOKEN")
TWILIO_FROM: str = given("TWILIO_FROM")
TWILIO_API_URL = "https://api.twilio.com"
SUPPRESSION_KEY: str = given("SUPPRESSION_KEY")
EMAIL_TIMEOUT = 10
# Another provider than a mail server, by the name that anymail has for it: see `settings/mail.py`.
MAIL_PROVIDER = ""
ANYMAIL = anymail_settings("")
DEFAULT_FROM_EMAIL = ORG_EMAIL_FROM
SERVER_EMAIL = ORG_EMAIL_FROM

# A moment (ISO 8601) that every process reads instead of the system clock; empty in production.
CLOCK_FILE: str = given("CLOCK_FILE")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": []}

PGHISTORY_APPEND_ONLY = True

# No personal data: see `ops/harmless.py`.
LOG_LEVEL: str = given("LOG_LEVEL")
LOGGING = logging_settings(as_json=False, level=LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_FAILURE_LOG_LEVEL = logging.ERROR

# Who is asked where an address lies; empty: nobody.
GEOCODER_URL: str = given("GEOCODER_URL")
METRICS_TOKEN: str = given("METRICS_TOKEN")
SENTRY_DSN: str = given("SENTRY_DSN")
