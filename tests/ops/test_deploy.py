"""What an installation is made of: the Compose file, the image's steps, the proxy's configuration."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from runforsomething.ops.check import PRODUCTION
from runforsomething.settings.declared import TABLE
from tests.faults.browserless import Browser
from tests.faults.waiting import wait_until
from tests.stack import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "tests/ops/data/compose-spec.json").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LASTING = {name: service for name, service in SERVICES.items() if name != "migrate"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))


def test_the_compose_file_is_what_the_specification_allows() -> None:
    jsonschema.validate(COMPOSE, SCHEMA)


@pytest.mark.parametrize(
    ("service", "key", "value"),
    [
        ("web", "helthcheck", {}),
        ("web", "init", 3),
        ("redis", "tmpfs", {"/data": ""}),
        ("proxy", "ports", 80),
    ],
)
def test_a_mistake_in_the_compose_file_is_noticed(service: str, key: str, value: Any) -> None:
    mistaken = deepcopy(COMPOSE)
    mistaken["services"][service][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(mistaken, SCHEMA)


def test_every_part_is_there() -> None:
    parts = {"migrate", "web", "web2", "worker", "security", "beat", "postgres", "redis", "proxy", "mailpit"}
    assert set(SERVICES) == parts
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["mailpit"]


@pytest.mark.parametrize("name", LASTING)
def test_a_part_is_watched_restarted_and_given_time_to_end(name: str) -> None:
    service = LASTING[name]
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert service["restart"] == "unless-stopped"
    assert seconds(service["stop_grace_period"]) >= 10


@pytest.mark.parametrize("name", SERVICES)
def test_a_part_can_do_as_little_as_possible(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert not service.get("privileged")
    assert "user" in service or user_of(service) != "root"


def user_of(service: dict[str, Any]) -> str:
    """Whoever the image that is built for this service ends as."""
    build = service["build"]
    file = ROOT / "Dockerfile" if build == "." else ROOT / build["context"] / build["dockerfile"]
    return re.findall(r"^USER (\S+)$", file.read_text(), re.MULTILINE)[-1]


def test_nothing_is_reached_from_outside_but_the_proxy() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"proxy", "mailpit"}
    assert all(port.startswith("127.0.0.1:") for port in published["mailpit"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_no_secret_is_in_any_file_of_the_deployment() -> None:
    files = [ROOT / "docker-compose.yml", ROOT / "Dockerfile", *(ROOT / "deploy").rglob("*.*")]
    for file in files:
        if file.is_file():
            given = re.findall(
                r"(?i)(?:password|secret\w*|token|key)\s*[=:](?![?'])\s*(\S+)", file.read_text()
            )
            assert all(value.lstrip("'\"").startswith("$") for value in given), (file, given)
    values = [value for name in SERVICES for value in (SERVICES[name].get("environment") or {}).values()]
    assert all(
        re.fullmatch(r"\$\{\w+:\?\}", found) for v in values for found in re.findall(r"\$\{[^}]*\}", v)
    )
    sensitive = {name for name, setting in TABLE.items() if setting.sensitive}
    for service in SERVICES.values():
        for name in sensitive & set(service.get("environment") or {}):
            assert "${" in service["environment"][name] or name == "REDIS_URL"
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "*.env", ".git", ".local"} <= set(ignored)
    assert {".env", "settings.env"} <= set((ROOT / ".gitignore").read_text().split())


def test_the_owner_of_the_tables_is_known_to_one_container_only() -> None:
    knows = [name for name, s in SERVICES.items() if "MIGRATION_DATABASE_URL" in (s.get("environment") or {})]
    assert knows == ["migrate"]
    owners = {name for name, service in SERVICES.items() if "POSTGRES_PASSWORD" in json.dumps(service)}
    assert owners == {"migrate", "postgres"}


def test_a_web_server_has_the_time_that_it_needs_to_end() -> None:
    for name in ("web", "web2"):
        command = SERVICES[name]["command"]
        graceful = int(command[command.index("--graceful-timeout") + 1])
        assert seconds(SERVICES[name]["stop_grace_period"]) > graceful + TABLE["DRAIN_SECONDS"].read({})


def test_the_proxy_knows_every_web_server() -> None:
    webs = [f"{name}:8000" for name in SERVICES if name.startswith("web")]
    assert SERVICES["proxy"]["environment"]["WEB_SERVERS"].split() == webs
    assert "web:8000 web2:8000" in (ROOT / "deploy/Caddyfile").read_text()
    assert all(SERVICES[name]["environment"]["TRUSTED_PROXY_COUNT"] == "1" for name in ("web", "web2"))


@pytest.mark.caddy
def test_the_proxys_configuration_is_valid() -> None:
    env = os.environ | {"SITE_ADDRESS": "site.example.org", "HEALTH_HOST": "site.example.org"}
    command = ["caddy", "adapt", "--validate", "--config", str(ROOT / "deploy/Caddyfile")]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# The image's steps, one after the other, in a folder of their own. The engine that would run them is not there.
def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions."""
    joined = DOCKERFILE.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_image_ends_as_nobody_in_particular_and_stops_in_order() -> None:
    found = dict(steps())
    assert (found["USER"], found["STOPSIGNAL"]) == ("app", "SIGTERM")
    order = [name for name, _ in steps()]
    assert order.index("USER") > max(index for index, name in enumerate(order) if name in ("RUN", "COPY"))
    assert not re.search(r"(?i)password|secret|token", DOCKERFILE)


def test_what_is_installed_here_is_what_the_image_installs() -> None:
    """In the place of `pip install --require-hashes --no-deps -r requirements.txt`, which this .venv was made by."""
    pins = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)( ;[^\\]*)?",
        (ROOT / "requirements.txt").read_text(),
        re.MULTILINE,
    )
    unconditional = [(name, pinned) for name, pinned, condition in pins if not condition]
    assert len(unconditional) > 50
    assert [(name, version(name)) for name, _ in unconditional] == unconditional


def test_no_release_that_came_out_after_the_pins_can_break_the_installation() -> None:
    """Pip looks at the newest release of `coverage[toml]` where only `coverage` is pinned, and has no hash for it."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        pinned = set(re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==", (ROOT / name).read_text(), re.MULTILINE))
        asked = {
            line.split("#")[0].strip() for line in (ROOT / name.replace("txt", "in")).read_text().split("\n")
        }
        assert {entry for entry in asked if "[" in entry} <= pinned
    assert "coverage[toml]" in pinned
    assert "--no-deps" in DOCKERFILE


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the image's COPY and RUN steps leave, but for what is installed."""
    folder = tmp_path_factory.mktemp("image") / "app"
    ignored = [name.removeprefix("**/") for name in (ROOT / ".dockerignore").read_text().split()]
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*ignored))
    env = {"PATH": os.environ["PATH"], **environment_of_the_image()}
    for name, what in steps():
        if name == "RUN" and what.startswith("python"):
            arguments = shlex.split(what)[1:]
            done = subprocess.run(
                [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
    return folder


def environment_of_the_image() -> dict[str, str]:
    given = " ".join(what for name, what in steps() if name == "ENV")
    return dict(pair.split("=", 1) for pair in shlex.split(given))


@pytest.mark.slow
def test_the_image_holds_what_it_needs_and_nothing_else(image: Path) -> None:
    assert not any((image / name).exists() for name in ("tests", ".git", ".local", ".venv", "deploy"))
    assert (image / "staticfiles/staticfiles.json").exists()
    assert list((image / "staticfiles/css").glob("*.????????????.css"))
    assert not list(image.rglob("*.env"))


@pytest.fixture(scope="module")
def served(image: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """What the image's command serves, as behind a proxy that speaks https."""
    port = free_port()
    command = json.loads(dict(steps())["CMD"])
    command = [sys.executable, *command[1:-1], f"127.0.0.1:{port}"]
    env = {"PATH": os.environ["PATH"], **environment_of_the_image(), **PRODUCTION, "DRAIN_SECONDS": "0"}
    env |= {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")} | {"TMPDIR": "/tmp"}
    log = tmp_path_factory.mktemp("log") / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=image, env=env, stdout=output, stderr=output)
        try:
            browser = Browser(f"http://127.0.0.1:{port}")
            browser.sends |= {
                "Host": "example.org",
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": "192.0.2.7",
            }
            wait_until(lambda: answers(browser), seconds=60, what="the web server answers")
            yield browser
        finally:
            process.terminate()
            assert process.wait(30) == 0, log.read_text()
    assert all(json.loads(line) for line in log.read_text().splitlines()), "every line is JSON"


def answers(browser: Browser) -> bool:
    try:
        return browser.get("/healthz").status == 200
    except OSError:
        return False


@pytest.mark.slow
def test_the_images_server_serves_its_static_files_for_ever(served: Browser) -> None:
    page = served.get("/privacy/")
    assert page.status == 200
    styles = re.findall(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', page.text)
    assert styles
    for style in styles:
        answer = served.get(style)
        assert (answer.status, answer.headers["Cache-Control"]) == (
            200,
            "max-age=315360000, public, immutable",
        )


def test_behind_the_proxy_every_page_has_its_security_headers(served: Browser) -> None:
    headers = served.get("/privacy/").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert {"default-src 'none'", "script-src 'self'"} <= set(headers["Content-Security-Policy"].split("; "))
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_who_comes_without_https_is_sent_there_but_not_the_health_check(served: Browser) -> None:
    plain = Browser(f"http://{served.host}")
    plain.sends |= {"Host": "example.org"}
    answer = plain.get("/privacy/")
    assert (answer.status, answer.location) == (301, "https://example.org/privacy/")
    assert plain.get("/healthz").status == 200
    plain.sends |= {"Host": "somewhere-else.example"}
    assert plain.get("/privacy/").status == 400


def test_the_containers_health_check_asks_by_a_name_that_is_answered(served: Browser, image: Path) -> None:
    port = served.host.rpartition(":")[2]
    env = {"PATH": os.environ["PATH"], "ALLOWED_HOSTS": ".example.org, other.org"}
    probe = [sys.executable, "-m", "runforsomething.ops.probe"]
    ready = served.get("/readyz").status
    assert subprocess.run([*probe, port], cwd=image, env=env).returncode == (0 if ready == 200 else 1)
    assert subprocess.run([*probe, str(free_port())], cwd=image, env=env).returncode == 1
