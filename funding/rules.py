"""Who may do what to money in the back office."""

import rules

from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff

money = is_program_staff | is_finance

rules.add_perm("funding", rules.is_staff)
rules.add_perm("funding.view_fundingapplication", money | is_plan_reviewer)
rules.add_perm("funding.change_fundingapplication", is_program_staff)
rules.add_perm("funding.view_planreview", money | is_plan_reviewer)
rules.add_perm("funding.add_planreview", is_plan_reviewer)
rules.add_perm("funding.view_spendingreport", money)
rules.add_perm("funding.view_gift", money)
rules.add_perm("funding.change_gift", money)
rules.add_perm("funding.view_award", money)
rules.add_perm("funding.add_award", is_program_staff)
rules.add_perm("funding.change_award", is_finance)
rules.add_perm("funding.view_payment", money)
rules.add_perm("funding.add_payment", is_finance)
rules.add_perm("funding.change_payment", is_finance)
rules.add_perm("funding.view_donation", is_finance)
rules.add_perm("funding.add_donation", is_finance)
rules.add_perm("funding.change_donation", is_finance)
rules.add_perm("funding.view_ledgertransaction", is_finance)
rules.add_perm("funding.view_eligibilityverdict", money)
rules.add_perm("funding.view_contributionlimit", money)
rules.add_perm("funding.view_fundingpolicy", money)
rules.add_perm("funding.add_fundingpolicy", money)
rules.add_perm("funding.view_accountcheck", money)
rules.add_perm("funding.add_accountcheck", money)
rules.add_perm("funding.view_candidacychecks", money)
rules.add_perm("funding.add_candidacychecks", is_program_staff)
rules.add_perm("funding.change_candidacychecks", is_program_staff)
for _action in ("view", "add", "change"):
    rules.add_perm(f"funding.{_action}_programme", is_finance)
    rules.add_perm(f"funding.{_action}_legalentity", is_finance)
