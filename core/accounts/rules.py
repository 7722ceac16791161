"""Who may do what to users in the back office."""

import rules

from core.accounts.predicates import is_program_staff

for _action in ("view", "add", "change"):
    rules.add_perm(f"accounts.{_action}_user", is_program_staff)
rules.add_perm("accounts", rules.is_staff)
