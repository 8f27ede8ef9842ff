from django.contrib import admin
from django.urls import include, path

from mentorship import views

urlpatterns = [
    path("", include("programs.urls")),
    path("", include("pairing.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
