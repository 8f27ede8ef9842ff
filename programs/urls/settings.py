from django.urls import path

from programs.views import (
    organize,
    settings,
    settings_faq,
    settings_file,
    settings_messages,
    settings_pairing,
    settings_questions,
    settings_roles,
    settings_staff,
    settings_surveys,
    settings_texts,
    settings_timeline,
)

_SETTINGS = "organize/<slug:program>/<slug:cycle>/settings/"
_QUESTIONS = f"{_SETTINGS}questions/"

urlpatterns = [
    path("organize/", organize.organize, name="organize"),
    path("organize/new/", organize.program_create, name="program_create"),
    path("organize/<slug:program>/new/", organize.cycle_create, name="cycle_create"),
    path(_SETTINGS, settings.settings, name="settings"),
    path(f"{_SETTINGS}step/<slug:step>/", settings.settings_step, name="settings_step"),
    path(f"{_SETTINGS}timeline/", settings_timeline.settings_timeline, name="settings_timeline"),
    path(f"{_SETTINGS}timeline/move/", settings_timeline.settings_move, name="settings_move"),
    path(f"{_SETTINGS}timeline/tell/", settings_timeline.settings_tell, name="settings_tell"),
    path(f"{_SETTINGS}texts/", settings_texts.settings_texts, name="settings_texts"),
    path(f"{_SETTINGS}roles/", settings_roles.settings_roles, name="settings_roles"),
    path(f"{_SETTINGS}roles/<slug:role>/", settings_roles.settings_role, name="settings_role"),
    path(
        f"{_SETTINGS}roles/<slug:role>/remove/",
        settings_roles.settings_role_remove,
        name="settings_role_remove",
    ),
    path(_QUESTIONS, settings_questions.settings_questions, name="settings_questions"),
    path(f"{_QUESTIONS}<int:form>/", settings_questions.settings_questions, name="settings_form"),
    path(f"{_QUESTIONS}<int:form>/add/", settings_questions.question_add, name="question_add"),
    path(f"{_QUESTIONS}edit/<int:pk>/", settings_questions.question_edit, name="question_edit"),
    path(
        f"{_QUESTIONS}edit/<int:pk>/archive/",
        settings_questions.question_archive,
        name="question_archive",
    ),
    path(
        f"{_QUESTIONS}edit/<int:pk>/move/<slug:direction>/",
        settings_questions.question_move,
        name="question_move",
    ),
    path(f"{_SETTINGS}surveys/", settings_surveys.settings_surveys, name="settings_surveys"),
    path(f"{_SETTINGS}pairing/", settings_pairing.settings_pairing, name="settings_pairing"),
    path(f"{_SETTINGS}messages/", settings_messages.settings_messages, name="settings_messages"),
    path(
        f"{_SETTINGS}messages/<slug:kind>/",
        settings_messages.settings_message,
        name="settings_message",
    ),
    path(
        f"{_SETTINGS}messages/<slug:kind>/reset/",
        settings_messages.settings_message_reset,
        name="settings_message_reset",
    ),
    path(f"{_SETTINGS}faq/", settings_faq.settings_faq, name="settings_faq"),
    path(f"{_SETTINGS}staff/", settings_staff.settings_staff, name="settings_staff"),
    path(f"{_SETTINGS}staff/<int:pk>/remove/", settings_staff.staff_remove, name="staff_remove"),
    path(f"{_SETTINGS}file/", settings_file.settings_file, name="settings_file"),
    path(f"{_SETTINGS}file/download/", settings_file.settings_download, name="settings_download"),
]
