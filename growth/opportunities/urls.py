from django.urls import path

from growth.opportunities.views import board, cover, guests, organizing, owning

ONE = "opportunities/<slug:slug>/"
EDIT = "growth/edit/opportunities/"

urlpatterns = [
    path("opportunities/", board.opportunity_list, name="opportunity_list"),
    path("opportunities/link/<str:code>/", guests.opportunity_link, name="opportunity_link"),
    path("opportunities/cover/<int:pk>/", cover.opportunity_cover, name="opportunity_cover"),
    path(
        "opportunities/applications/<int:pk>/",
        owning.opportunity_application,
        name="opportunity_application",
    ),
    path(
        "opportunities/applications/<int:pk>/done/",
        owning.opportunity_done,
        name="opportunity_done",
    ),
    path(
        "opportunities/applications/<int:pk>/withdraw/",
        board.opportunity_withdraw,
        name="opportunity_withdraw",
    ),
    path(
        "opportunities/applications/<int:pk>/calendar/",
        board.opportunity_calendar,
        name="opportunity_calendar",
    ),
    path(ONE, board.opportunity, name="opportunity"),
    path(f"{ONE}plan/", board.opportunity_plan, name="opportunity_plan"),
    path(f"{ONE}watch/", board.opportunity_watch, name="opportunity_watch"),
    path(f"{ONE}edit/", owning.opportunity_edit, name="opportunity_edit"),
    path(f"{ONE}publish/", owning.opportunity_publish, name="opportunity_publish"),
    path(f"{ONE}applications/", owning.applicant_list, name="applicant_list"),
    path(f"{ONE}guests/", guests.opportunity_guests, name="opportunity_guests"),
    path(f"{ONE}guests/link/", guests.opportunity_renew_link, name="opportunity_renew_link"),
    path(f"{ONE}owners/add/", organizing.owner_add, name="owner_add"),
    path(f"{ONE}owners/<int:pk>/remove/", organizing.owner_remove, name="owner_remove"),
    path(EDIT, organizing.opportunity_admin, name="opportunity_admin"),
    path(f"{EDIT}add/", organizing.opportunity_add, name="opportunity_add"),
]
