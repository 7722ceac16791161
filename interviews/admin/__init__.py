from interviews.admin import calls, hours, interviewers, recordings, reviews, talks

__all__ = ["calls", "hours", "interviewers", "recordings", "reviews", "talks"]
