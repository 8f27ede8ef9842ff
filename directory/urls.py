from django.urls import path

from directory.views import mentors, offers, organizing, registrations, requests

app_name = "directory"

urlpatterns = [
    path("mentors/", mentors.mentor_list, name="mentor_list"),
    path("mentors/suggested/", mentors.suggested, name="suggested"),
    path("mentors/looking/", mentors.looking, name="looking"),
    path("mentors/for-application/<int:pk>/", mentors.for_application, name="for_application"),
    path("mentors/me/", offers.offer, name="offer"),
    path("mentors/me/state/", offers.offer_state, name="offer_state"),
    path("mentors/still/<str:token>/", offers.still_right, name="still_right"),
    path("mentors/requests/", requests.request_list, name="request_list"),
    path("mentors/requests/<int:pk>/", requests.request_detail, name="request"),
    path("mentors/requests/<int:pk>/write/", requests.request_write, name="request_write"),
    path("mentors/requests/<int:pk>/answer/", requests.request_answer, name="request_answer"),
    path("mentors/requests/<int:pk>/take-back/", requests.request_take_back, name="take_back"),
    path("mentors/pairs/register/", registrations.register, name="register"),
    path("mentors/pairs/<int:pk>/", registrations.registration, name="registration"),
    path("mentors/setup/", organizing.setup, name="setup"),
    path("mentors/<int:pk>/", mentors.mentor_detail, name="mentor"),
    path("mentors/<int:pk>/mark/", mentors.mentor_mark, name="mark"),
    path("mentors/<int:pk>/ask/", requests.ask, name="ask"),
    path("mentors/<int:pk>/invite/", organizing.invite, name="invite"),
]
