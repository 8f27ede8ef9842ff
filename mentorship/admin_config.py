from django.contrib.admin.apps import AdminConfig


class AdministratorsConfig(AdminConfig):
    default_site = "mentorship.admin_site.AdministratorsSite"
