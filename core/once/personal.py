from core.privacy.registry import Fate, holds

holds("once.FormReceipt", "user", Fate.DELETES)
