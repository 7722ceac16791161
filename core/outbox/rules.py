"""Who may read the list of messages."""

import rules

from core.accounts.predicates import is_program_staff

rules.add_perm("outbox", rules.is_staff)
rules.add_perm("outbox.view_outgoingmessage", is_program_staff)
for action in ("view", "add", "delete"):
    rules.add_perm(f"outbox.{action}_hold", is_program_staff)
