"""Who may do what to candidates and candidacies in the back office."""

import rules

from core.accounts.predicates import is_finance, is_interviewer, is_program_staff

rules.add_perm("candidates", rules.is_staff)
rules.add_perm("candidates.view_candidate", is_program_staff | is_interviewer | is_finance)
rules.add_perm("candidates.view_intake", is_program_staff)
rules.add_perm("candidates.view_candidacy", is_program_staff | is_finance)
rules.add_perm("candidates.add_candidacy", is_program_staff)
rules.add_perm("candidates.change_candidacy", is_program_staff)
for _action in ("view", "add", "change"):
    for _model in ("region", "regionstate", "ownership", "leave"):
        rules.add_perm(f"candidates.{_action}_{_model}", is_program_staff)
rules.add_perm("candidates.delete_regionstate", is_program_staff)
rules.add_perm("candidates.view_likelyduplicate", is_program_staff)
rules.add_perm("candidates.view_personmerge", is_program_staff)
rules.add_perm("candidates.view_promisedcall", is_program_staff)
rules.add_perm("candidates.change_promisedcall", is_program_staff)
for _right in ("view_handover", "change_handover", "view_partner", "add_partner", "change_partner"):
    rules.add_perm(f"candidates.{_right}", is_program_staff)
