from django.urls import path

from notifications.views import choices

app_name = "notifications"

urlpatterns = [
    path("account/mail/", choices.mail_choices, name="mail_choices"),
    path("mail/off/<str:token>/", choices.switch_off, name="switch_off"),
]
