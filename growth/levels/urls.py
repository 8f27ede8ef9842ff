from django.urls import path

from growth.levels import views

urlpatterns = [
    path("growth/levels/", views.levels, name="levels"),
    path("growth/levels/choose/", views.level_choose, name="level_choose"),
    path("growth/levels/share/", views.levels_share, name="levels_share"),
    path("growth/levels/<int:level>/assess/", views.assess, name="assess"),
    path("growth/levels/criteria/<int:pk>/", views.evidence, name="level_evidence"),
    path("growth/shared/levels/<int:person>/", views.shared_levels, name="shared_levels"),
]
