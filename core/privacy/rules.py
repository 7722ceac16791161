"""Who may answer calls for help, and who may read which erasures there were."""

from typing import Any

import rules

from core.accounts.predicates import is_program_staff
from core.privacy.safety import is_contact


@rules.predicate
def is_safety_contact(user: Any) -> bool:
    return bool(user and user.is_authenticated and user.is_active and is_contact(user))


rules.add_perm("privacy", rules.is_staff)
rules.add_perm("privacy.view_safetycall", is_program_staff & is_safety_contact)
rules.add_perm("privacy.change_safetycall", is_program_staff & is_safety_contact)
rules.add_perm("privacy.view_erasurerequest", is_program_staff)
