from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models.base import Model, ModelBase
from django.shortcuts import redirect

from people.access import administrators

# An address, a second step, a session or a linked account is a way in. Whoever could edit one here
# could become somebody else, so models of other packages never get onto the site.
APPS_SHOWN = {"people"}


class AdministratorsSite(admin.AdminSite):
    """The site for administrators. They sign in where everybody does, with its limits and second
    factors; for other people the pages do not exist."""

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        single = isinstance(model_or_iterable, ModelBase)
        models: Any = [model_or_iterable] if single else model_or_iterable
        shown = [model for model in models if model._meta.app_label in APPS_SHOWN]
        super().register(shown, admin_class, **options)

    def get_urls(self):
        urls = [url for url in super().get_urls() if getattr(url, "name", None) != "login"]
        for url in urls:
            if callback := getattr(url, "callback", None):
                vars(callback).pop("login_url", None)
        return urls

    def admin_view(self, view, cacheable=False):
        return administrators(super().admin_view(view, cacheable))

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
