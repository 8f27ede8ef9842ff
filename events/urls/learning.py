from django.urls import path

from events.views import learning

_PUBLIC = "programs/<slug:program>/<slug:cycle>/checklist/"
_ORGANIZE = "organize/<slug:program>/<slug:cycle>/learning/"

urlpatterns = [
    path(_PUBLIC, learning.checklist, name="checklist"),
    path(f"{_PUBLIC}<int:pk>/", learning.training_tick, name="training_tick"),
    path(f"{_PUBLIC}certificates/<int:pk>/", learning.certificate_give, name="certificate_give"),
    path(
        f"{_ORGANIZE}certificates/<int:pk>/missing/",
        learning.certificate_missing,
        name="certificate_missing",
    ),
    path(_ORGANIZE, learning.learning, name="learning"),
    path(f"{_ORGANIZE}<slug:kind>/add/", learning.item_add, name="learning_add"),
    path(f"{_ORGANIZE}<slug:kind>/<int:pk>/", learning.item_edit, name="learning_edit"),
    path(f"{_ORGANIZE}<slug:kind>/<int:pk>/delete/", learning.item_delete, name="learning_delete"),
    path(f"{_ORGANIZE}training/<int:pk>/missing/", learning.missing, name="training_missing"),
]
