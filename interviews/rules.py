"""Who may do what to calls, talks, notes and decisions in the back office."""

import rules

from core.accounts.predicates import is_interviewer, is_program_staff

hosts = is_program_staff | is_interviewer

rules.add_perm("interviews", rules.is_staff)
rules.add_perm("scheduling", rules.is_staff)
rules.add_perm("interviews.view_introcall", hosts)
rules.add_perm("interviews.add_introcall", is_program_staff)
rules.add_perm("interviews.view_registration", hosts)
rules.add_perm("interviews.change_registration", hosts)
rules.add_perm("interviews.view_interview", hosts)
rules.add_perm("interviews.view_scorecard", hosts)
rules.add_perm("interviews.view_secondreading", is_program_staff)
for _action in ("view", "change"):
    rules.add_perm(f"interviews.{_action}_watchedrecording", is_program_staff)
rules.add_perm("interviews.view_decision", is_program_staff)
rules.add_perm("interviews.add_decision", is_program_staff)
rules.add_perm("interviews.view_interviewrequest", is_program_staff)
rules.add_perm("interviews.add_interviewrequest", is_program_staff)
for _action in ("view", "add", "change"):
    rules.add_perm(f"interviews.{_action}_interviewer", is_program_staff)
    rules.add_perm(f"interviews.{_action}_conflictofinterest", is_program_staff)
    rules.add_perm(f"scheduling.{_action}_weeklyhours", hosts)
    rules.add_perm(f"scheduling.{_action}_dayoff", hosts)
rules.add_perm("interviews.delete_conflictofinterest", is_program_staff)
rules.add_perm("scheduling.delete_weeklyhours", hosts)
rules.add_perm("scheduling.delete_dayoff", hosts)
