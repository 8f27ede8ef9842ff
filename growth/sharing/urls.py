from django.urls import path

from growth.sharing import views

urlpatterns = [
    path("growth/sharing/", views.sharing, name="sharing"),
    path("growth/sharing/<int:pk>/end/", views.share_end, name="share_end"),
    path("growth/shared/", views.shared, name="shared"),
]
