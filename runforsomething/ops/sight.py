"""Errors reported to Sentry, where SENTRY_DSN is set: where they happened, and nothing of whom they happened to."""

from typing import Any

from runforsomething.ops import harmless

KEPT_OF_A_REQUEST = ("method",)
TAGS = ("request_id", "task_id")


def start_reporting(dsn: str) -> None:
    """Report errors to `dsn` from now on; without one, nothing is even imported."""
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,  # what was logged and asked before, with its values
        before_send=without_people,
        before_send_transaction=lambda event, hint: None,
        send_client_reports=False,
        auto_session_tracking=False,
    )


def without_people(event: Any, hint: dict[str, Any]) -> Any:
    """Return the report with what could be about a person taken out: addresses, queries, bodies, values, messages."""
    import structlog

    request = event.get("request") or {}
    event["request"] = {name: request[name] for name in KEPT_OF_A_REQUEST if name in request}
    user = event.get("user") or {}
    event["user"] = {"id": user["id"]} if "id" in user else {}
    for unwanted in ("extra", "breadcrumbs", "message"):
        event.pop(unwanted, None)
    if "logentry" in event:
        event["logentry"] = {"message": harmless.text(str(event["logentry"].get("message", "")))}
    _clean_exceptions(event, hint)
    bound = structlog.contextvars.get_contextvars()
    event["tags"] = {name: str(bound[name]) for name in TAGS if name in bound}
    event["contexts"] = {
        name: known for name, known in event.get("contexts", {}).items() if name in ("trace", "runtime")
    }
    return event


def _clean_exceptions(event: Any, hint: dict[str, Any]) -> None:
    reported = (event.get("exception") or {}).get("values") or []
    for one in reported:
        one["value"] = ""
        one.pop("mechanism", None)
        for frame in (one.get("stacktrace") or {}).get("frames") or []:
            frame.pop("vars", None)
    raised = hint.get("exc_info")
    if reported and raised:
        reported[-1]["value"] = harmless.error(raised[1])
