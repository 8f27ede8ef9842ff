from django.urls import path

from people.views import imports, people, profile

app_name = "people"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("people/", people.person_list, name="person_list"),
    path("people/export/", people.person_export, name="person_export"),
    path("people/import/", imports.import_upload, name="import"),
    path("people/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("people/import/<int:pk>/apply/", imports.import_apply, name="import_apply"),
    path("people/import/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("people/<int:pk>/", profile.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/address/", people.address_edit, name="address_edit"),
    path("people/<int:pk>/activity/", people.person_activity, name="person_activity"),
]
