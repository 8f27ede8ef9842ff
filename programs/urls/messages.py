from django.urls import path

from programs.views import exports, messages

_BASE = "organize/<slug:program>/<slug:cycle>/messages/"

urlpatterns = [
    path(_BASE, messages.message_list, name="message_list"),
    path(f"{_BASE}export/", exports.message_export, name="message_export"),
    path(f"{_BASE}<int:pk>/", messages.message_detail, name="message_detail"),
    path(f"{_BASE}<int:pk>/<slug:repair>/", messages.message_repair, name="message_repair"),
]
