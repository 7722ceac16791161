from funding.admin import applications, awards, books, gifts, payments, plan_reviews

__all__ = ["applications", "awards", "books", "gifts", "payments", "plan_reviews"]
