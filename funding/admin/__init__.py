from funding.admin import applications, money

__all__ = ["applications", "money"]
