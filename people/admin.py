"""People in the admin site: the last resort of administrators, without anything secret."""

import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from people.models import User

# Secrets of second factors and where people sign in from are nobody's business; groups are not used.
admin.site.unregister([Authenticator, UserSession, Group])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who is an administrator is decided here, everything else on the pages under /people/.
    Nobody is added or deleted here: addresses and history hang on people."""

    list_display = ("name", "email", "division", "is_active", "is_staff", "may_create_programs")
    list_filter = ("is_active", "is_staff", "may_create_programs")
    search_fields = ("sort_name", "email", "external_id")
    fields = (
        "name",
        "email",
        "external_id",
        "is_active",
        "last_login",
        "is_staff",
        "may_create_programs",
    )
    readonly_fields = ("name", "email", "external_id", "is_active", "last_login")

    def get_urls(self):
        return [url for url in super().get_urls() if url.name != "people_user_add"]

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_change_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
