from django.urls import path

from growth.conversations import views

urlpatterns = [
    path("growth/talks/", views.conversations, name="conversations"),
    path("growth/talks/plan/<int:person>/", views.conversation_plan, name="conversation_plan"),
    path("growth/talks/<int:pk>/", views.conversation_edit, name="conversation_edit"),
    path("growth/talks/<int:pk>/remove/", views.conversation_remove, name="conversation_remove"),
    path("growth/talks/<int:pk>/seen/", views.conversation_seen, name="conversation_seen"),
    path("growth/talks/<int:pk>/goal/", views.conversation_goal, name="conversation_goal"),
    path("growth/talks/share/<int:manager>/", views.conversation_share, name="conversation_share"),
    path(
        "growth/shared/talks/<int:person>/",
        views.shared_conversations,
        name="shared_conversations",
    ),
]
