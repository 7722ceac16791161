"""As much of a browser as a person without one needs: cookies, hidden fields, forms, and a watch."""

import http.client
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """`seconds` is the time from the first byte that was sent to the last that came."""

    status: int
    location: str
    text: str
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """Where it goes, the names of its fields, and what its hidden ones hold."""

    action: str
    names: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)
    is_in_main: bool = False


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.is_in_main = False
        self.feed(page)
        # What the page is about comes before what stands on every page.
        self.found.sort(key=lambda form: not form.is_in_main)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.is_in_main = self.is_in_main or tag == "main"
        if tag == "form":
            self.found.append(Form(given.get("action", ""), is_in_main=self.is_in_main))
        elif tag in ("input", "select", "textarea") and self.found:
            form, name = self.found[-1], given.get("name", "")
            form.names.add(name)
            if given.get("type") == "hidden":
                form.hidden[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.is_in_main = False


class Browser:
    """One visitor of the site at `url`."""

    def __init__(self, url: str, **cookies: str) -> None:
        self.host = urlsplit(url).netloc
        self.cookies = dict(cookies)
        self.sends: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page; a redirection is returned, not followed."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send these very fields."""
        return self._ask("POST", path, urlencode(fields))

    def fill_in(self, path: str, **typed: str) -> tuple[str, dict[str, str]]:
        """Open the page; return where its form with these fields goes, and what it sends."""
        page = self.get(path)
        form = next(form for form in _Forms(page.text).found if form.names >= set(typed))
        return form.action or path, form.hidden | typed

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **self.sends}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.monotonic()
        with closing(http.client.HTTPConnection(self.host, timeout=PATIENCE_SECONDS)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        seconds = time.monotonic() - started
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(answer.status, answer.headers.get("Location", ""), text, seconds, answer.headers)
