from django.urls import path

from programs.views import outreach

_PUBLIC = "programs/<slug:program>/<slug:cycle>/"
_ORGANIZE = "organize/<slug:program>/<slug:cycle>/outreach/"

urlpatterns = [
    path("programs/interest/<str:token>/", outreach.interest_confirm, name="interest_confirm"),
    path(f"{_PUBLIC}interest/", outreach.interest, name="interest"),
    path(f"{_PUBLIC}ask/", outreach.question_ask, name="question_ask"),
    path(f"{_PUBLIC}suggest/", outreach.nominate, name="nominate"),
    path(_ORGANIZE, outreach.outreach, name="outreach"),
    path(f"{_ORGANIZE}<int:pk>/answer/", outreach.question_answer, name="question_answer"),
]
