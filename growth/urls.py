"""Addresses of growth, one module per subject."""

from growth.setup import urls as setup

app_name = "growth"

urlpatterns = [
    *setup.urlpatterns,
]
