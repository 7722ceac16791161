from interviews.admin import calls, decisions, hours, interviewers, readings, recordings, reviews, talks

__all__ = ["calls", "decisions", "hours", "interviewers", "readings", "recordings", "reviews", "talks"]
