from django.urls import path

from growth.learning import views

urlpatterns = [
    path("growth/learning/", views.learning, name="learning"),
    path("growth/learning/add/", views.entry_add, name="learning_add"),
    path("growth/learning/<int:pk>/", views.entry_edit, name="learning_edit"),
    path("growth/learning/<int:pk>/remove/", views.entry_remove, name="learning_remove"),
    path("growth/learning/tasks/add/", views.task_add, name="stretch_add"),
    path("growth/learning/tasks/<int:pk>/", views.task_edit, name="stretch_edit"),
    path("growth/learning/tasks/<int:pk>/remove/", views.task_remove, name="stretch_remove"),
]
