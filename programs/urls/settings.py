from django.urls import path

from programs.views import organize, organizers
from programs.views.settings import (
    faq,
    file,
    messages,
    overview,
    questions,
    roles,
    staff,
    surveys,
    texts,
    timeline,
)

_SETTINGS = "organize/<slug:program>/<slug:cycle>/settings/"
_QUESTIONS = f"{_SETTINGS}questions/"

urlpatterns = [
    path("organizers/", organizers.organizer_list, name="organizer_list"),
    path(
        "organizers/<slug:program>/appoint/",
        organizers.organizer_appoint,
        name="organizer_appoint",
    ),
    path("organize/", organize.organize, name="organize"),
    path("organize/new/", organize.program_create, name="program_create"),
    path("organize/<slug:program>/new/", organize.cycle_create, name="cycle_create"),
    path(_SETTINGS, overview.settings, name="settings"),
    path(f"{_SETTINGS}step/<slug:step>/", overview.settings_step, name="settings_step"),
    path(f"{_SETTINGS}timeline/", timeline.settings_timeline, name="settings_timeline"),
    path(f"{_SETTINGS}timeline/move/", timeline.settings_move, name="settings_move"),
    path(f"{_SETTINGS}timeline/tell/", timeline.settings_tell, name="settings_tell"),
    path(f"{_SETTINGS}texts/", texts.settings_texts, name="settings_texts"),
    path(f"{_SETTINGS}roles/", roles.settings_roles, name="settings_roles"),
    path(f"{_SETTINGS}roles/<slug:role>/", roles.settings_role, name="settings_role"),
    path(
        f"{_SETTINGS}roles/<slug:role>/remove/",
        roles.settings_role_remove,
        name="settings_role_remove",
    ),
    path(_QUESTIONS, questions.settings_questions, name="settings_questions"),
    path(f"{_QUESTIONS}<int:form>/", questions.settings_questions, name="settings_form"),
    path(f"{_QUESTIONS}<int:form>/add/", questions.question_add, name="question_add"),
    path(
        f"{_QUESTIONS}<int:form>/library/",
        questions.question_library_page,
        name="question_library",
    ),
    path(f"{_QUESTIONS}edit/<int:pk>/", questions.question_edit, name="question_edit"),
    path(
        f"{_QUESTIONS}edit/<int:pk>/archive/",
        questions.question_archive,
        name="question_archive",
    ),
    path(
        f"{_QUESTIONS}edit/<int:pk>/move/<slug:direction>/",
        questions.question_move,
        name="question_move",
    ),
    path(f"{_SETTINGS}surveys/", surveys.settings_surveys, name="settings_surveys"),
    path(f"{_SETTINGS}messages/", messages.settings_messages, name="settings_messages"),
    path(
        f"{_SETTINGS}messages/<slug:kind>/",
        messages.settings_message,
        name="settings_message",
    ),
    path(
        f"{_SETTINGS}messages/<slug:kind>/reset/",
        messages.settings_message_reset,
        name="settings_message_reset",
    ),
    path(f"{_SETTINGS}faq/", faq.settings_faq, name="settings_faq"),
    path(f"{_SETTINGS}staff/", staff.settings_staff, name="settings_staff"),
    path(f"{_SETTINGS}staff/<int:pk>/remove/", staff.staff_remove, name="staff_remove"),
    path(f"{_SETTINGS}file/", file.settings_file, name="settings_file"),
    path(f"{_SETTINGS}file/download/", file.settings_download, name="settings_download"),
]
