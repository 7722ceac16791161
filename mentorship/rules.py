import rules

from core.accounts.predicates import is_program_staff

rules.add_perm("mentorship", rules.is_staff)
rules.add_perm("mentorship.view_mentorship", is_program_staff)
rules.add_perm("mentorship.add_mentorship", is_program_staff)
for _action in ("view", "add", "change"):
    rules.add_perm(f"mentorship.{_action}_mentor", is_program_staff)
