"""What a message about working here could be about: as an example, the recipient as their own colleague."""

from core.outbox.desk.samples import register_sample

register_sample("to", lambda person: [person.public_id])
