"""What an erasure reaches outside of the apps: a restored backup, and the folder that stands for mailboxes."""

from pathlib import Path

from django.conf import settings

from core.privacy.again import erase_again, erasures_known_here
from core.privacy.log import Entry
from core.privacy.registry import Identity, sweep
from runforsomething.ops import mailbox
from runforsomething.ops.backup.hooks import AFTER_RESTORE, Hook


def _erase_again(known: list[Entry] | None) -> None:
    erase_again(known)


AFTER_RESTORE.append(Hook(apply=_erase_again, gather=erasures_known_here))


@sweep
def delete_mails(who: Identity) -> None:
    """Delete the mails to this person, and those that name them."""
    folder = Path(getattr(settings, "MAILBOX_DIR", None) or "")
    if not getattr(settings, "MAILBOX_DIR", None) or not folder.is_dir():
        return
    words = [word for word in (*who.addresses, who.full_name.lower()) if word]
    for file in folder.glob("[0-9]*.eml"):
        mail = mailbox.read(file)
        said = " ".join((file.name, str(mail.to), str(mail.subject), mail.text)).lower()
        if any(word in said for word in words):
            file.unlink(missing_ok=True)
