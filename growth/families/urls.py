from django.urls import path

from growth.families import views

FAMILIES = "growth/edit/families/"

urlpatterns = [
    path(FAMILIES, views.family_list, name="family_list"),
    path(f"{FAMILIES}add/", views.family_add, name="family_add"),
    path(f"{FAMILIES}import/", views.family_import, name="family_import"),
    path(f"{FAMILIES}export/", views.family_export, name="family_export"),
    path(f"{FAMILIES}of/<slug:slug>/", views.family_edit, name="family_edit"),
    path(f"{FAMILIES}of/<slug:slug>/archive/", views.family_archive, name="family_archive"),
    path(f"{FAMILIES}of/<slug:slug>/levels/add/", views.level_add, name="level_add"),
    path(f"{FAMILIES}of/<slug:slug>/levels/<int:pk>/", views.level_edit, name="level_edit"),
    path(f"{FAMILIES}of/<slug:slug>/levels/<int:pk>/move/", views.level_move, name="level_move"),
    path(
        f"{FAMILIES}of/<slug:slug>/levels/<int:pk>/remove/", views.level_remove, name="level_remove"
    ),
    path("growth/edit/pillars/add/", views.pillar_add, name="pillar_add"),
    path("growth/edit/pillars/of/<slug:slug>/", views.pillar_edit, name="pillar_edit"),
    path("growth/edit/pillars/of/<slug:slug>/remove/", views.pillar_remove, name="pillar_remove"),
    path("growth/levels/changes/<slug:slug>/", views.family_changes, name="family_changes"),
]
