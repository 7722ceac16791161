"""The first half of the walk: from the landing page to being on board, with a mentor."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.cast import Cast

AUSTIN = ZoneInfo("America/Chicago")
CALL_ENDED = datetime(2026, 3, 3, 19, 50, tzinfo=AUSTIN)
TALK_ENDED = datetime(2026, 3, 9, 17, 35, tzinfo=AUSTIN)  # the clocks were put forward the day before
RATINGS = ("Reason", "Roots", "Grasp of the race", "Time and support", "Willing to ask", "Learning")
COURSE, LESSON = "Live video", "Why and when to go live"


def signs_up_from_the_landing_page(cast: Cast) -> None:
    candidate = cast.candidate.opens("/").shows("landing")
    candidate.fills("What could I run for?", "78701").presses("Show me").reads_heading("Around 78701")
    candidate.shows("offices").photographs("offices", scheme="dark")
    candidate.follows(re.compile("I’m interested.*: Austin City Council"))
    candidate.reads_heading("Thinking of running?").shows("sign-up")
    assert candidate.field("ZIP code").input_value() == "78701"
    assert candidate.field("Austin City Council").is_checked()
    first, last = candidate.name.split()
    candidate.fills("First name", first).fills("Last name", last).fills("E-mail address", candidate.email)
    candidate.fills("Birth date", "1998-04-12").fills("Phone", "(201) 555-0123")
    candidate.selects("When might you run?", "This year").selects("Have you run for office before?", "No")
    candidate.ticks("How running works", "Seed money")
    candidate.selects("Where did you hear of us?", "Somebody told me")
    candidate.ticks(re.compile("I share the values"), re.compile("I have read the privacy notice"))
    candidate.photographs("sign-up-filled").presses("Sign me up")
    candidate.reads_heading("Check your inbox").shows("signed-up")


def confirms_the_address_by_the_mailed_link(cast: Cast) -> None:
    candidate = cast.candidate
    mail = cast.stack.wait_mail(candidate.email, "Confirm your address")
    candidate.opens(mail.links[0]).shows("link").presses("Yes, it’s me")
    candidate.reads_heading("Hello Juniper").reads_heading("Join an intro call").shows("me-signed-up")
    candidate.photographs("me-signed-up", scheme="dark")


def finds_the_library_locked(cast: Cast) -> None:
    candidate = (
        cast.candidate.chooses_from_menu("Training").reads_heading("Training").shows("training-locked")
    )
    candidate.opens("/training/live-video/").reads_heading(COURSE)
    candidate.sees("This course opens once you are on board").forgives("403").shows("course-locked")


def registers_for_an_intro_call(cast: Cast) -> None:
    candidate = cast.candidate.chooses_from_menu("My next step").follows("Choose a call")
    candidate.sees("Times are shown in your zone, America/Chicago.").shows("calls")
    candidate.presses(re.compile("Save my seat ?: Tuesday, March 3, 7:00 PM")).sees("Your seat is saved")
    candidate.sees("Your own way in").shows("seat")
    mail = cast.stack.wait_mail(candidate.email, "Your seat is saved")
    assert "Tuesday, March 3, 2026, 7:00 PM CST" in mail.text
    candidate.chooses_from_menu("My next step").reads_heading("Your intro call").photographs("me-call")


def host_records_who_came(cast: Cast) -> None:
    cast.stack.move_clock(CALL_ENDED)
    cast.candidate.opens("/me/").sees("We are noting who came to your intro call").photographs("me-noting")
    host = cast.staff.signs_in().reads_heading("What waits for you").shows("staff")
    host.follows("Attendance to record").photographs("attendance")
    host.selects_row("Juniper Fairwell").runs_action("They came to the call")
    host.sees("Recorded for 1 person").photographs("attendance-recorded")


def asks_for_a_talk_and_books_it(cast: Cast) -> None:
    candidate = (
        cast.candidate.opens("/me/")
        .reads_heading("Ask for your one-on-one talk")
        .photographs("me-introduced")
    )
    candidate.follows("I'm serious: ask for my talk").shows("ask").presses("Ask for my talk")
    candidate.reads_heading("Find a time for your talk").sees(
        "Times are shown in your zone, America/Chicago."
    )
    candidate.shows("slots").follows(re.compile("^Monday, March 9"))
    candidate.presses(re.compile("^5:00 PM Monday, March 9$")).sees("Monday, March 9, 2026, 5:00 PM CDT")
    candidate.shows("confirm").presses("Book this talk")
    candidate.sees("Booked. We have mailed you the details.", "Monday, March 9, 2026, 5:00 PM CDT").shows(
        "booked"
    )
    mail = cast.stack.wait_mail(candidate.email, "Your one-on-one")
    assert "Monday, March 9, 2026, 5:00 PM CDT" in mail.text
    told = cast.stack.wait_mail(cast.interviewer.email, "You have a talk")
    assert "Juniper" in told.text
    assert "5:00 PM CDT" in told.text


def interviewer_writes_the_notes(cast: Cast) -> None:
    cast.stack.move_clock(TALK_ENDED)
    interviewer = cast.interviewer.signs_in().reads_heading("What waits for you").photographs("interviewer")
    interviewer.follows("Talks without notes").photographs("talks")
    interviewer.follows("Write the notes", within=interviewer.row("Juniper Fairwell"))
    interviewer.reads_heading("Notes from a talk").sees(
        "How running works, Seed money", "Austin City Council"
    )
    for rating in RATINGS:
        interviewer.rates(rating, 3).fills(f"What you heard: {rating}", "She named it herself.")
    interviewer.rates("Recommendation", 0)
    interviewer.fills(
        "Note that the candidate receives", "Go to the next council meeting. Name three helpers."
    )
    interviewer.photographs("notes").presses("Hand in").sees("your notes are in").photographs("notes-saved")
    cast.candidate.opens("/me/").sees("We are deciding").photographs("me-deciding")


def staff_decide(cast: Cast) -> None:
    staff = cast.staff.comes_back("/staff/").follows("To decide").photographs("to-decide")
    staff.follows("Decide", within=staff.row("Juniper Fairwell")).sees("Name three helpers.")
    staff.ticks(re.compile("Advance"))
    staff.fills("Reply that the candidate receives", "We would love to see you run.").photographs("decide")
    staff.presses("Save").sees("Decided.", "Until then you can take it back.").photographs("decided")
    cast.stack.move_clock(TALK_ENDED + timedelta(minutes=70))


def agrees_and_is_on_board(cast: Cast) -> None:
    candidate = cast.candidate
    mail = cast.stack.wait_mail(candidate.email, "run")
    assert "Name three helpers." in mail.text
    candidate.opens("/me/").reads_heading("We want you to run. Are you in?").photographs("me-decided")
    candidate.presses("Yes, I'm in").sees("Welcome on board!", "Come into our Slack").shows("me-on-board")
    cast.stack.wait_mail(candidate.email, "Welcome on board")


def agrees_to_the_code_of_conduct(cast: Cast) -> None:
    candidate = cast.candidate.opens("/me/").follows("Read the code of conduct").reads_heading("Slack")
    candidate.shows("slack-conduct").ticks("I have read the code of conduct").presses("I agree")
    candidate.sees("You agreed to the code of conduct").shows("slack-agreed")
    candidate.opens("/me/").sees("Your invitation to Slack")


def finds_the_library_open(cast: Cast) -> None:
    candidate = (
        cast.candidate.chooses_from_menu("Training").does_not_see("locked").photographs("training-open")
    )
    candidate.follows(LESSON).reads_heading(LESSON).shows("lesson").photographs("lesson", scheme="dark")


def staff_invite_to_slack_and_propose_a_mentor(cast: Cast) -> None:
    staff = cast.staff.opens("/staff/").follows("Slack invitations").photographs("slack")
    staff.selects_row("Juniper Fairwell").runs_action("I have invited them by hand").sees(
        "Noted for 1 person"
    )
    staff.opens("/staff/").follows("Candidates without a mentor")
    staff.selects("Candidate", "Juniper Fairwell").selects("Mentor", "Marlon Ravensby").photographs("propose")
    staff.presses("Save").sees("was added successfully")
    cast.candidate.opens("/me/").does_not_see("Your invitation to Slack")


def mentor_and_candidate_say_yes(cast: Cast) -> None:
    mentor, candidate = cast.mentor.signs_in(), cast.candidate
    asked = cast.stack.wait_mail(mentor.email, "Would you accompany Juniper?")
    assert candidate.email not in asked.text
    mentor.opens(asked.links[0]).reads_heading("Would you accompany Juniper?").does_not_see(candidate.email)
    mentor.shows("proposal").presses("Yes").sees("waiting for the other answer").photographs("said-yes")
    found = cast.stack.wait_mail(candidate.email, "We have found a mentor for you")
    candidate.opens(found.links[0]).reads_heading("Would you like Marlon as your mentor?").shows("proposal")
    candidate.presses("Yes").sees("You have both said yes").reads_heading(
        "Your mentor is Marlon Ravensby"
    ).sees(mentor.email).shows("mentor")
    cast.stack.wait_mail(candidate.email, "have both said yes")
    mentor.opens("/mentorship/").reads_heading("You are accompanying Juniper Fairwell").sees(candidate.email)
    mentor.shows("accompanying")
