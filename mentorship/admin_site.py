from django.contrib import admin

from people.access import administrators


class AdministratorsSite(admin.AdminSite):
    """The site for administrators. They sign in where everybody does, with its limits and second
    factors; for other people the pages do not exist."""

    def get_urls(self):
        urls = [url for url in super().get_urls() if getattr(url, "name", None) != "login"]
        for url in urls:
            if callback := getattr(url, "callback", None):
                vars(callback).pop("login_url", None)
        return urls

    def admin_view(self, view, cacheable=False):
        return administrators(super().admin_view(view, cacheable))
