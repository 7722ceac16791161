"""What a message about one's own data could be about."""

from core.outbox.desk.samples import newest, register_sample
from core.privacy.models import ErasureRequest, ExportRequest, SafetyCall

register_sample("erasure", newest(ErasureRequest, "user"))
register_sample("export", newest(ExportRequest, "user"))
register_sample("call", newest(SafetyCall, "user"))
