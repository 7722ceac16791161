from core.privacy.registry import impersonal

impersonal("aggregates, frozen", "donors.Release", "donors.Figure")
