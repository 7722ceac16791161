from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
            "email",
            "first_name",
            "last_name",
            "time_zone",
            "language",
            "groups",
            "is_staff",
            "is_active",
        ]
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ["email", "first_name", "last_name", "is_staff", "is_active", "date_joined"]
    list_filter = ["groups", "is_staff", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    show_full_result_count = False
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "time_zone", "language"]}),
        (_("Access"), {"fields": ["groups", "is_staff", "is_active", "date_joined", "last_login"]}),
    ]

    def has_delete_permission(self, request: object, obj: User | None = None) -> bool:
        """A person is erased on request, never deleted here: history points at the row."""
        return False
