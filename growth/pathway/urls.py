from django.urls import path

from growth.pathway.views import editing, own, totals

ITEM = "growth/pathway/<slug:what>/<int:pk>/"
PATHWAYS = "growth/edit/pathways/"
PATHWAY = f"{PATHWAYS}of/<slug:slug>/"

urlpatterns = [
    path("growth/pathway/", own.pathway, name="pathway"),
    path("growth/pathway/add/", own.item_add, name="pathway_add"),
    path("growth/pathway/catch-up/", own.catch_up, name="pathway_catch_up"),
    path("growth/pathway/closings/<int:pk>/take-back/", own.take_back, name="closing_take_back"),
    path(ITEM, own.item, name="pathway_item"),
    path(f"{ITEM}tick/", own.item_tick, name="pathway_tick"),
    path(f"{ITEM}skip/", own.item_skip, name="pathway_skip"),
    path(f"{ITEM}take-up/", own.item_take_up, name="pathway_take_up"),
    path(f"{ITEM}move/", own.item_move, name="pathway_move"),
    path(f"{ITEM}scale/", own.item_scale, name="pathway_scale"),
    path(f"{ITEM}plan/", own.item_plan, name="pathway_plan"),
    path(f"{ITEM}remove/", own.item_remove, name="pathway_remove"),
    # What organizers of growth edit, and the totals they read.
    path(PATHWAYS, editing.pathway_list, name="pathway_list"),
    path(f"{PATHWAYS}add/", editing.pathway_new, name="pathway_new"),
    path(f"{PATHWAYS}import/", editing.pathway_import, name="pathway_import"),
    path(PATHWAY, editing.pathway_edit, name="pathway_edit"),
    path(f"{PATHWAY}archive/", editing.pathway_archive, name="pathway_archive"),
    path(f"{PATHWAY}file/", editing.pathway_file, name="pathway_file"),
    path(f"{PATHWAY}items/<int:pk>/move/", editing.item_place, name="pathway_item_place"),
    path(f"{PATHWAY}kinds/add/", editing.kind_add, name="kind_add"),
    path(f"{PATHWAY}kinds/<int:pk>/", editing.kind_edit, name="kind_edit"),
    path(f"{PATHWAY}kinds/<int:pk>/remove/", editing.kind_remove, name="kind_remove"),
    path("growth/edit/totals/", totals.totals, name="totals"),
]
