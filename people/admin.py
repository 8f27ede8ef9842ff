"""People in the admin site: to look somebody up when the pages do not help. Everything that changes
a person is done on the pages under /people/, where it is checked and leaves a line in the trail."""

from django.contrib import admin

from people.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
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

    def get_urls(self):
        return [url for url in super().get_urls() if url.name != "people_user_add"]

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
