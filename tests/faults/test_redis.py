"""Redis is killed, hangs or loses everything between the steps: no page waits, no mail is lost or doubled."""

from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

import pytest

from tests.faults.browserless import Answer, Browser
from tests.faults.cast import ZIP
from tests.faults.redis_faults import Emptied, Fault, Hung, Killed, befallen_by
from tests.faults.size import FULL
from tests.faults.system import System
from tests.faults.waiting import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.alone]
SLOWEST_ANSWER_SECONDS = 2
BACK_SECONDS = 30

ONE_BY_ONE: list[list[type[Fault]]] = [[Emptied], [Hung], [Killed]] * 3
# In this order, since the pages do not ring for five seconds after a ring that failed: the pages then feel the first
# two in full, the workers all three.
IN_A_ROW: list[list[type[Fault]]] = [[Emptied, Hung, Killed]]

ANSWERS = {
    "sign-up": (302, "/signup/sent/"),
    "code asked for": (302, "/accounts/login/code/confirm/"),
    "/me/": (200, ""),
    "/readyz": (200, ""),
    "code entered": (302, "/home/"),
    "/me/, signed in by code": (200, ""),
}
NOT_SENT = "SELECT kind, status FROM outbox_outgoingmessage WHERE status <> 'sent'"
NOT_ABSORBED = "SELECT id FROM candidates_intake WHERE status = 'received'"


class Visit:
    """One who signs up, and a member who signs in by code and has a second browser signed in already."""

    def __init__(self, system: System, member: str, session: str) -> None:
        self.system = system
        self.newcomer = f"new-{uuid4().hex}@example.org"
        self.member = member
        self.reader = Browser(system.url, sessionid=session)
        self.entering = Browser(system.url)
        self.signing_up = Browser(system.url)
        self.answers: dict[str, Answer] = {}
        self._sign_up = self.signing_up.fill_in(
            "/signup/",
            first_name="Ann",
            last_name="Sample",
            email=self.newcomer,
            postal_code=ZIP,
            date_of_birth="1998-05-17",
            exploring="on",
            values="on",
            consent="on",
        )
        self._ask_for_code = self.entering.fill_in("/accounts/login/code/", email=self.member)

    def take_steps(self, fault: Fault) -> None:
        """Sign up, ask for a code, and open `/me/`, with the fault between them."""
        self.answers["sign-up"] = self.signing_up.post(*self._sign_up)
        fault.go_on()
        self.answers["code asked for"] = self.entering.post(*self._ask_for_code)
        fault.go_on()
        self.answers["/me/"] = self.reader.get("/me/")
        self.answers["/readyz"] = self.reader.get("/readyz")
        fault.go_on()

    def receive_mails(self) -> None:
        """Wait for both mails, and sign in by the code."""
        self.system.wait_mail(self.newcomer, timeout=BACK_SECONDS)
        code = self.system.wait_mail(self.member, timeout=BACK_SECONDS).code
        page = self.answers["code asked for"].location
        self.answers["code entered"] = self.entering.post(*self.entering.fill_in(page, code=code))
        self.answers["/me/, signed in by code"] = self.entering.get("/me/")

    def assert_all_answered(self) -> None:
        """Each step that was taken was answered as if nothing had happened."""
        found = {step: (answer.status, answer.location) for step, answer in self.answers.items()}
        assert found == {step: ANSWERS[step] for step in found}

    @property
    def slowest(self) -> tuple[str, float]:
        return max(
            ((step, answer.seconds) for step, answer in self.answers.items()), key=lambda pair: pair[1]
        )


@pytest.mark.parametrize(
    "faults",
    ONE_BY_ONE if FULL else IN_A_ROW,
    ids=lambda faults: " then ".join(fault.__name__ for fault in faults),
)
def test_no_page_waits_for_redis_and_each_mail_goes_out_once_when_it_is_back(
    system: System, faults: Sequence[type[Fault]]
) -> None:
    members = system.cast(f"print_members(*{[f'member-{uuid4().hex}@example.org' for _ in faults]})")
    visits = [Visit(system, *member) for member in members.items()]
    for visit, fault_type in zip(visits, faults, strict=True):
        with befallen_by(fault_type(system)) as fault:
            visit.take_steps(fault)
        visit.assert_all_answered()
    waited = wait_until(
        lambda: not (system.ask(NOT_ABSORBED) or system.ask(NOT_SENT)),
        seconds=BACK_SECONDS,
        what="all is sent",
    )
    print(f"all sent {waited:.1f} s after Redis was back")
    for visit, fault_type in zip(visits, faults, strict=True):
        visit.receive_mails()
        visit.assert_all_answered()
        step, seconds = visit.slowest
        print(f"{fault_type.__name__}: the slowest answer, {step}, took {seconds:.2f} s")
        assert seconds <= SLOWEST_ANSWER_SECONDS, f"{fault_type.__name__}: {step} took {seconds:.2f} s"
    assert Counter(mail.to for mail in system.mails()) == Counter(
        address for (address,) in system.ask("SELECT to_address FROM outbox_outgoingmessage")
    )
    for visit in visits:
        assert len(system.mails(visit.newcomer)) == len(system.mails(visit.member)) == 1
