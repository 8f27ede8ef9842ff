"""Addresses of growth, one module per subject."""

from growth.plans import urls as plans
from growth.setup import urls as setup
from growth.sharing import urls as sharing

app_name = "growth"

urlpatterns = [
    *plans.urlpatterns,
    *sharing.urlpatterns,
    *setup.urlpatterns,
]
