from django.urls import path

from applications.views import apply, consents, status

_CYCLE = "programs/<slug:program>/<slug:cycle>/"

urlpatterns = [
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path(f"{_CYCLE}status/", status.application_status, name="application_status"),
    path(f"{_CYCLE}apply/<slug:role>/", apply.application_apply, name="application_apply"),
    path(f"{_CYCLE}apply/<slug:role>/draft/", apply.application_draft, name="application_draft"),
    path(f"{_CYCLE}apply/<slug:role>/text/", apply.application_text, name="application_text"),
    path(
        f"{_CYCLE}apply/<slug:role>/withdraw/",
        apply.application_withdraw,
        name="application_withdraw",
    ),
]
