from core.privacy.registry import Fate, holds, impersonal

impersonal("aggregates, frozen", "donors.Release", "donors.Figure")
holds("donors.BoardReader", "person", Fate.DELETES)
holds("donors.BoardReader", "added_by", Fate.BLANKS, blanks={"added_by": None})
