"""Who may do what to offices in the back office: program staff and researchers keep the facts."""

import rules

from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff, is_researcher

_keeps_facts = is_program_staff | is_researcher
_reads_facts = _keeps_facts | is_plan_reviewer | is_finance

for _model in ("office", "election", "race", "costobservation"):
    rules.add_perm(f"offices.view_{_model}", _reads_facts)
    rules.add_perm(f"offices.add_{_model}", _keeps_facts)
    rules.add_perm(f"offices.change_{_model}", _keeps_facts)
rules.add_perm("offices.change_wantedoffice", _keeps_facts)
for _model in ("contest", "division", "holder", "fact", "ownspending", "wantedoffice"):
    rules.add_perm(f"offices.view_{_model}", _reads_facts)
rules.add_perm("offices", rules.is_staff)
