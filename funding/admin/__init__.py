from funding.admin import applications, awards, books, gifts, payments, plan_reviews, policies

__all__ = ["applications", "awards", "books", "gifts", "payments", "plan_reviews", "policies"]
