import rules

from core.accounts.predicates import is_program_staff

rules.add_perm("community", rules.is_staff)
rules.add_perm("community.view_channelseat", is_program_staff)
for _action in ("view", "change"):
    rules.add_perm(f"community.{_action}_slackmembership", is_program_staff)
for _model in ("course", "lesson", "slackchannel"):
    for _action in ("view", "add", "change"):
        rules.add_perm(f"community.{_action}_{_model}", is_program_staff)
