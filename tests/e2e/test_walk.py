"""The walk of issue A: by clicks and by the links in the mails, from the landing page to what a donor sees."""

import pytest

from tests.e2e import coming_on_board as first
from tests.e2e import getting_funded as then
from tests.e2e.cast import Cast

pytestmark = pytest.mark.browser


def test_somebody_who_signs_up_is_walked_to_a_paid_grant_and_a_donor_sees_it(cast: Cast) -> None:
    first.signs_up_from_the_landing_page(cast)
    first.confirms_the_address_by_the_mailed_link(cast)
    first.finds_the_library_locked(cast)
    first.registers_for_an_intro_call(cast)
    first.host_records_who_came(cast)
    first.asks_for_a_talk_and_books_it(cast)
    first.interviewer_writes_the_notes(cast)
    first.staff_decide(cast)
    first.agrees_and_is_on_board(cast)
    first.agrees_to_the_code_of_conduct(cast)
    first.finds_the_library_open(cast)
    first.staff_invite_to_slack_and_propose_a_mentor(cast)
    first.mentor_and_candidate_say_yes(cast)

    then.chooses_the_race_and_sends_the_link(cast)
    then.staff_verify_the_ballot(cast)
    then.learns_when_funding_opens(cast)
    then.prepares_the_application(cast)
    then.staff_see_the_receipts(cast)
    then.waits_two_months(cast)
    then.hands_in_the_application(cast)
    then.reviewers_score_the_plan_blind(cast)
    then.three_people_handle_the_money(cast)
    then.learns_that_it_was_paid(cast)
    then.donor_sees_it_in_the_next_release(cast)

    assert {person.name: person.complaints for person in cast.people if person.complaints} == {}
