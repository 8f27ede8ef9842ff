"""Addresses of growth, one module per subject."""

from growth.binder import urls as binder
from growth.conversations import urls as conversations
from growth.families import urls as families
from growth.learning import urls as learning
from growth.levels import urls as levels
from growth.opportunities import urls as opportunities
from growth.pathway import urls as pathway
from growth.plans import urls as plans
from growth.promotion import urls as promotion
from growth.setup import urls as setup
from growth.sharing import urls as sharing

app_name = "growth"

urlpatterns = [
    *plans.urlpatterns,
    *conversations.urlpatterns,
    *learning.urlpatterns,
    *binder.urlpatterns,
    *levels.urlpatterns,
    *pathway.urlpatterns,
    *promotion.urlpatterns,
    *opportunities.urlpatterns,
    *families.urlpatterns,
    *sharing.urlpatterns,
    *setup.urlpatterns,
]
