from django.urls import path

from growth.binder import views

urlpatterns = [
    path("growth/binder/", views.binder, name="binder"),
    path("growth/binder/add/", views.item_add, name="binder_add"),
    path("growth/binder/kudos/", views.kudos_add, name="binder_kudos"),
    path("growth/binder/take/", views.take, name="binder_take"),
    path("growth/binder/put/<slug:source>/<int:pk>/", views.put, name="binder_put"),
    path("growth/binder/<int:pk>/", views.item_edit, name="binder_edit"),
    path("growth/binder/<int:pk>/remove/", views.item_remove, name="binder_remove"),
    path("growth/consents/", views.consents, name="consents"),
    path("growth/consents/<int:pk>/", views.consent_answer, name="consent_answer"),
]
