"""Carry out a form once. Twenty equal posts at the same time give one row and twenty equal answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.lifecycle import Refused
from core.once.models import FormReceipt

# A key that is still unanswered belongs to a post under way; waiting for it is what the unique index does.
TAKE_KEY = """
INSERT INTO once_formreceipt (key, user_id, answer_url, created_at) VALUES (%s, %s, '', %s)
ON CONFLICT (key) DO NOTHING RETURNING id
"""
KEEP_RECEIPTS = timedelta(days=30)


def carry_out_once(key: UUID, *, user: Any, work: Callable[[], str]) -> tuple[str, bool]:
    """Run `work`, which returns the address to go to, unless `key` was carried out before.

    Returns that address and whether `work` ran now. When `work` raises, the key is free again.
    Raises Refused when the key was used by somebody else.
    """
    user_id = user.pk if user is not None and user.is_authenticated else None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE_KEY, [key, user_id, clock.now()])
            taken = cursor.fetchone()
        if taken is None:
            receipt = FormReceipt.objects.get(key=key)
            if receipt.user_id != user_id:
                raise Refused(
                    "not_your_form", _("This form belongs to another session. Please open it again.")
                )
            return receipt.answer_url, False
        answer = work()
        FormReceipt.objects.filter(pk=taken[0]).update(answer_url=answer)
    return answer, True


def forget_old_receipts(*, now: datetime) -> int:
    """Delete receipts of more than thirty days ago; return how many."""
    return FormReceipt.objects.filter(created_at__lt=now - KEEP_RECEIPTS).delete()[0]
