"""People at their browsers: what each does, sees, photographs, and what their browser complains of."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.stack import Stack, wait_until

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SECONDS_TO_TYPE, ATTEMPTS = 4, 3

# Seconds that a code of the second step must still be good for; it changes every thirty.
TIME_TO_TYPE = 8


class Person:
    """Somebody with a browser of their own; a session lasts as long as the product lets it."""

    def __init__(
        self,
        chromium: Browser,
        stack: Stack,
        pictures: Path | None,
        name: str,
        email: str,
        *,
        on_phone: bool = False,
    ) -> None:
        self.stack = stack
        self.pictures = pictures
        self.name = name
        self.email = email
        self.complaints: list[str] = []
        self.last_code = ""
        self.context = chromium.new_context(
            base_url=stack.url,
            viewport=PHONE if on_phone else DESK,  # type: ignore[arg-type]
            timezone_id="America/Chicago",
            reduced_motion="reduce",
        )
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    # Going somewhere

    def opens(self, address: str) -> Self:
        self.page.goto(address)
        return self

    def follows(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> Self:
        """Click a link by the words on it."""
        (within or self.page.locator("body")).get_by_role("link", name=name).first.click()
        return self

    def presses(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> Self:
        """Press a button by the words on it."""
        (within or self.page.locator("body")).get_by_role("button", name=name).first.click()
        return self

    def chooses_from_menu(self, name: str) -> Self:
        """Go where an entry of the main menu leads, opening the menu first where it is folded."""
        folded = self.page.locator("summary", has_text="Menu")
        if folded.is_visible():
            folded.click()
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name).locator(
            "visible=true"
        ).click()
        return self

    def opens_fold(self, name: str) -> Self:
        self.page.locator("summary", has_text=name).click()
        return self

    # Filling in

    def fills(self, label: str | re.Pattern[str], value: str) -> Self:
        self.field(label).fill(value)
        return self

    def field(self, label: str | re.Pattern[str]) -> Locator:
        """Return the input, select or text area of this label."""
        return self.page.get_by_label(label).and_(self.page.locator("input, select, textarea")).first

    def selects(self, label: str | re.Pattern[str], choice: str) -> Self:
        """Choose the option of a select box whose words contain `choice`."""
        box = self.field(label)
        option = box.locator("option", has_text=choice).first
        box.select_option(value=option.get_attribute("value"))
        return self

    def ticks(self, *labels: str | re.Pattern[str]) -> Self:
        for label in labels:
            self.field(label).check()
        return self

    # The back office

    def selects_row(self, *texts: str) -> Self:
        """Tick the box in front of a row of a list."""
        self.row(*texts).get_by_role("checkbox").check()
        return self

    def runs_action(self, name: str) -> Self:
        """Do something with the rows that are ticked."""
        return self.selects("Action", name).presses(re.compile("^(Go|Run)$"))

    def rates(self, name: str, points: int) -> Self:
        """Choose the points in the group of radio buttons called `name`."""
        self.page.get_by_role("radiogroup", name=name).get_by_role("radio").nth(points).check()
        return self

    # Seeing

    def sees(self, *texts: str | re.Pattern[str]) -> Self:
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()
        return self

    def does_not_see(self, *texts: str) -> Self:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def reads_heading(self, text: str | re.Pattern[str]) -> Self:
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()
        return self

    def row(self, *texts: str) -> Locator:
        """Return the table row that holds all these words."""
        rows = self.page.get_by_role("row")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows.first

    def figure(self, label: str) -> Decimal:
        """Return the number that stands big above its label."""
        text = self.page.locator(".stat", has_text=label).locator("strong").inner_text()
        return Decimal(text.strip("$").replace(",", ""))

    def reloads_until_it_says(self, text: str, seconds: float = 30) -> Self:
        """Look at the page again and again until these words stand on it."""

        def says_it() -> bool:
            self.page.reload()
            return text in self.page.locator("body").inner_text()

        wait_until(says_it, seconds, lambda: f"{text!r} on {self.page.url}")
        return self

    def forgives(self, text: str) -> Self:
        """Forget the one complaint that was to be expected here: of a page that is refused."""
        expected = [complaint for complaint in self.complaints if text in complaint]
        assert len(expected) == 1, self.complaints
        self.complaints.remove(expected[0])
        return self

    # Leaving proof

    def photographs(self, name: str, *, scheme: Literal["light", "dark"] = "light") -> Self:
        """Take a picture of the whole page, where pictures are wanted."""
        if self.pictures is None:
            return self
        self.page.emulate_media(color_scheme=scheme)
        number = len(list(self.pictures.glob("*.png"))) + 1
        file = (
            self.pictures
            / f"{number:02}-{self.email.split('@')[0]}-{name}{'-dark' if scheme == 'dark' else ''}.png"
        )
        self.page.screenshot(path=file, full_page=True, animations="disabled")
        if scheme == "dark":
            self.page.emulate_media(color_scheme="light")
        return self

    def finds_it_accessible(self) -> Self:
        """Axe has nothing to say against this page."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        return self

    def fits_the_screen(self) -> Self:
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= room, f"{self.page.url} is {width} wide on a screen of {room}"
        return self

    def shows(self, name: str) -> Self:
        """Photograph a page, once it is all there, that must fit the screen and be accessible, too."""
        self.page.wait_for_load_state()
        return self.photographs(name).fits_the_screen().finds_it_accessible()

    # Signing in

    def signs_in(self, *, second_step: bool = True) -> Self:
        """Sign in by the code in the mail, and by the second step where the role needs one."""
        before = len(self.stack.mails(self.email))
        self.opens("/accounts/login/").fills("E-mail address", self.email).presses("Mail me a sign-in code")
        self.fills("Code", self.stack.wait_mail(self.email, "sign-in code", after=before).code).presses(
            "Go on"
        )
        if second_step:
            self.takes_the_second_step()
        expect(self.page).not_to_have_url(re.compile("/accounts/"))
        return self

    def comes_back(self, address: str, *, second_step: bool = True) -> Self:
        """Return after the session has ended: be asked who it is, sign in again, and go there."""
        self.opens(address)
        expect(self.page).to_have_url(re.compile("/accounts/login/"))
        return self.signs_in(second_step=second_step).opens(address)

    def takes_the_second_step(self) -> None:
        """Type what an authenticator app would show; a code that ran out on the way is typed anew."""
        title = self.page.get_by_role("heading", name="Second step")
        expect(title).to_be_visible()
        for _ in range(ATTEMPTS):
            if title.is_visible():
                with self.page.expect_navigation():
                    self.fills("Code", self.second_code()).presses("Go on")

    def second_code(self) -> str:
        """Return a code that holds for some seconds more, and that was not used already: each signs in once."""
        found: list[tuple[str, str]] = []
        while not found or int(found[0][1]) < SECONDS_TO_TYPE or found[0][0] == self.last_code:
            told = self.stack.demo_code(self.email)
            found = re.findall(r"second step:\s+(\d{6}) \(for (\d+) more seconds\)", told)
            assert found, told
        self.last_code = found[0][0]
        return self.last_code
