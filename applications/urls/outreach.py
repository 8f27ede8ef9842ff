from django.urls import path

from applications.views import links, outreach, questions

_PUBLIC = "programs/<slug:program>/<slug:cycle>/"
_ORGANIZE = "organize/<slug:program>/<slug:cycle>/outreach/"

urlpatterns = [
    path("join/<str:code>/", links.link_open, name="link_open"),
    path(f"{_ORGANIZE}links/", links.link_list, name="link_list"),
    path(f"{_ORGANIZE}links/<int:pk>/close/", links.link_close, name="link_close"),
    path("programs/interest/<str:token>/", outreach.interest_confirm, name="interest_confirm"),
    path(f"{_PUBLIC}interest/", outreach.interest, name="interest"),
    path(f"{_PUBLIC}ask/", questions.question_ask, name="question_ask"),
    path(f"{_PUBLIC}ask/<int:pk>/", questions.question_reply, name="question_reply"),
    path(f"{_PUBLIC}suggest/", outreach.nominate, name="nominate"),
    path(_ORGANIZE, outreach.outreach, name="outreach"),
    path(f"{_ORGANIZE}<int:pk>/answer/", questions.question_answer, name="question_answer"),
    path(f"{_ORGANIZE}<int:pk>/<slug:change>/", questions.question_change, name="question_change"),
]
