import rules

from core.accounts.predicates import is_donor, is_finance, is_program_staff

rules.add_perm("donors", rules.is_staff)
rules.add_perm("donors.view_release", is_program_staff | is_finance)
rules.add_perm("donors.add_release", is_program_staff)
for action in ("view", "add", "delete"):
    rules.add_perm(f"donors.{action}_boardreader", is_program_staff)

# Before the figures are open to all (`ORG_PUBLIC_DASHBOARD`).
may_see_figures = is_donor | is_program_staff | is_finance
