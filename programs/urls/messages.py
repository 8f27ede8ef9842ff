from django.urls import path

from programs.views import exports, messages, messages_ahead

_BASE = "organize/<slug:program>/<slug:cycle>/messages/"

urlpatterns = [
    path(_BASE, messages.message_list, name="message_list"),
    path(f"{_BASE}export/", exports.message_export, name="message_export"),
    path(f"{_BASE}next/", messages_ahead.messages_ahead, name="messages_ahead"),
    path(f"{_BASE}next/words/", messages_ahead.sending_words, name="sending_words"),
    path(f"{_BASE}next/<slug:how>/", messages_ahead.sending_skip, name="sending_skip"),
    path(f"{_BASE}<int:pk>/", messages.message_detail, name="message_detail"),
    path(f"{_BASE}<int:pk>/<slug:repair>/", messages.message_repair, name="message_repair"),
]
