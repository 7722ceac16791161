"""What this app tells higher ones."""

from django.dispatch import Signal

# Sent with `candidate` and `at`, in the transaction in which a candidate's address was verified.
candidate_verified = Signal()

# Sent with `candidate`, `stage` and `at`, in the transaction in which a candidate reached a milestone.
stage_reached = Signal()
