"""What this app tells higher ones."""

from django.dispatch import Signal

# Sent with `candidate` and `at`, in the transaction in which a candidate's address was verified.
candidate_verified = Signal()

# Sent with `candidate` and `at`, in the transaction in which a candidate gives up what is booked, under the lock of
# the candidate's user.
bookings_given_up = Signal()

# Sent with `candidate` and `at`, in the transaction in which a candidate left.
candidate_left = Signal()

# Sent with `candidate`, `stage` and `at`, in the transaction in which a candidate reached a milestone.
stage_reached = Signal()
