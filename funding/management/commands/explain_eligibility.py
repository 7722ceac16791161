import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from funding.eligibility import Policy
from funding.explaining import explained
from funding.stated import read_facts
from funding.strict_json import Unusable, whole_numbers_of_any_length

FAULTY = 2


class Command(BaseCommand):
    help = "Say of the facts in a JSON file (docs/eligibility-facts.md) whether they can be funded, and why."
    # Neither the database nor any setting has a say.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FACTS.json")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        with whole_numbers_of_any_length():
            answer, faults = answer_to(file)
        if faults:
            self._end_with(faults)
        self._print(answer)

    def _print(self, answer: str) -> None:
        """Whoever reads us may have gone, or never have been there."""
        if options_of(self.stdout) is None:
            return
        try:
            self.stdout.write(answer)
            self.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            self._end_with([f"The answer cannot be written: {error.strerror}."])

    def _end_with(self, sentences: list[str]) -> None:
        if options_of(self.stderr) is not None:
            self.stderr.write("\n".join(sentences))
        sys.exit(FAULTY)


def answer_to(file: str) -> tuple[str, list[str]]:
    """Return the answer to the facts in `file`, or a sentence for each fault."""
    shown = json.dumps(os.path.basename(file))
    try:
        with open(file, "rb") as opened:
            text = opened.read().decode("utf-8")
    except (OSError, ValueError) as error:
        why = (
            "is not written in UTF-8" if isinstance(error, UnicodeDecodeError) else f"cannot be read: {error}"
        )
        return "", [f"The file {shown} {why}."]
    try:
        facts, is_list, faults = read_facts(text)
    except Unusable as unusable:
        return "", [f"The file {shown} {unusable}."]
    if faults:
        return "", faults
    verdicts = [explained(one, Policy()) for one in facts]
    return json.dumps(verdicts if is_list else verdicts[0], indent=2), []


def options_of(stream: Any) -> Any:
    """What Django's wrapper writes to: nothing where the shell closed it."""
    return getattr(stream, "_out", stream)
