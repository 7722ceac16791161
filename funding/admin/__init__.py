from funding.admin import accounts, applications, awards, books, gifts, payments, plan_reviews, policies

__all__ = ["accounts", "applications", "awards", "books", "gifts", "payments", "plan_reviews", "policies"]
