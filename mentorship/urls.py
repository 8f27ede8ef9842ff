from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from mentorship import styleguide, views
from mentorship.home import home
from mentorship.sign_in import views as sign_in
from mentorship.sign_in.confirming import confirm

urlpatterns = [
    path("", home, name="home"),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("applications.urls")),
    path("", include("events.urls")),
    path("", include("pairs.urls")),
    path("", include("pairing.urls")),
    path("", include("outcomes.urls")),
    path("", include("surveys.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("account/", sign_in.overview, name="account"),
    path("account/confirm/", confirm, name="account_confirm"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.page, name="styleguide")]
