from interviews.admin import calls, hours, reviews, talks

__all__ = ["calls", "hours", "reviews", "talks"]
