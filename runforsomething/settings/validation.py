"""What production refuses to start with: all faults at once, one sentence each."""

import os

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {
    "SECRET_KEY": "a long random text",
    "ALLOWED_HOSTS": "the host names this installation answers to, separated by commas",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "REDIS_URL": "redis://host:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
}


def faults(environment: dict[str, str]) -> list[str]:
    """Return one sentence for each fault in `environment`; an empty list means production may start."""
    found = [
        f"{name} is not set: give {hint}." for name, hint in REQUIRED.items() if not environment.get(name)
    ]
    if 0 < len(environment.get("SECRET_KEY", "")) < 50:
        found.append("SECRET_KEY is shorter than 50 characters: give a long random text.")
    if "*" in environment.get("ALLOWED_HOSTS", "").split(","):
        found.append("ALLOWED_HOSTS holds '*': name the hosts.")
    if environment.get("CLOCK_FILE"):
        found.append("CLOCK_FILE is set: production reads the system clock only.")
    return found


def refuse_faulty_environment() -> None:
    """Raise ImproperlyConfigured that names every fault of the process's environment."""
    found = faults(dict(os.environ))
    if found:
        raise ImproperlyConfigured(
            "This installation cannot start.\n" + "\n".join(f"- {fault}" for fault in found)
        )
