from django.urls import path

from growth.setup import views

urlpatterns = [
    path("growth/edit/", views.edit, name="edit"),
    path("growth/setup/", views.setup, name="setup"),
    path("growth/setup/organizers/add/", views.organizer_add, name="organizer_add"),
    path(
        "growth/setup/organizers/<int:pk>/remove/", views.organizer_remove, name="organizer_remove"
    ),
]
