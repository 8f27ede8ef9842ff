from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from mentorship import styleguide
from mentorship.home import home
from mentorship.operations import probes
from mentorship.sign_in import views as sign_in
from mentorship.sign_in.confirming import confirm
from mentorship.web import about

handler500 = "mentorship.web.errors.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("", include("notifications.urls")),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("applications.urls")),
    path("", include("events.urls")),
    path("", include("pairs.urls")),
    path("", include("pairing.urls")),
    path("", include("directory.urls")),
    path("", include("completion.urls")),
    path("", include("growth.urls")),
    path("", include("announcements.urls")),
    path("", include("outcomes.urls")),
    path("", include("surveys.urls")),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("healthz", probes.healthz, name="healthz"),
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("unsent/", sign_in.unsent_list, name="unsent"),
    path("unsent/<int:pk>/discard/", sign_in.unsent_discard, name="unsent_discard"),
    path("account/", sign_in.overview, name="account"),
    path("account/confirm/", confirm, name="account_confirm"),
    path("account/", include("mentorship.sign_in.codes")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.page, name="styleguide")]
