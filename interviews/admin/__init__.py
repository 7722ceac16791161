from interviews.admin import calls, hours, interviewers, reviews, talks

__all__ = ["calls", "hours", "interviewers", "reviews", "talks"]
