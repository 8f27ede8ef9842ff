from django.urls import path

from applications.views import application_imports, applications, decisions, desk, review, waitlist

_CYCLE = "organize/<slug:program>/<slug:cycle>/"
_IMPORT = f"{_CYCLE}applications/import/"
_ONE = f"{_CYCLE}applications/<int:pk>/"

urlpatterns = [
    path(f"{_CYCLE}applications/", applications.application_list, name="application_list"),
    path(
        f"{_CYCLE}applications/export/", applications.application_export, name="application_export"
    ),
    path(
        f"{_CYCLE}applications/decide/",
        decisions.application_decide_many,
        name="application_decide_many",
    ),
    path(_IMPORT, application_imports.import_upload, name="application_import"),
    path(
        f"{_IMPORT}<int:pk>/", application_imports.import_detail, name="application_import_detail"
    ),
    path(
        f"{_IMPORT}<int:pk>/apply/",
        application_imports.import_apply,
        name="application_import_apply",
    ),
    path(
        f"{_IMPORT}<int:pk>/discard/",
        application_imports.import_discard,
        name="application_import_discard",
    ),
    path(_ONE, review.application_detail, name="application_detail"),
    path(f"{_ONE}score/", review.application_score, name="application_score"),
    path(f"{_ONE}decide/", review.application_decide, name="application_decide"),
    path(
        f"{_ONE}requirements/<int:requirement>/",
        review.application_verify,
        name="application_verify",
    ),
    path(f"{_ONE}delegate/", review.application_delegate, name="application_delegate"),
    path(f"{_CYCLE}review/", desk.review, name="review"),
    path(f"{_CYCLE}review/<int:pk>/confirm/", desk.review_confirm, name="review_confirm"),
    path(f"{_CYCLE}review/waitlist/", waitlist.waitlist, name="waitlist"),
    path(f"{_CYCLE}review/waitlist/<int:pk>/move/", waitlist.waitlist_move, name="waitlist_move"),
    path(
        f"{_CYCLE}review/waitlist/<int:pk>/offer/", waitlist.waitlist_offer, name="waitlist_offer"
    ),
    path(
        f"{_CYCLE}review/waitlist/offers/<int:pk>/take-back/",
        waitlist.waitlist_take_back,
        name="waitlist_take_back",
    ),
    path(
        "programs/<slug:program>/<slug:cycle>/offers/<int:pk>/answer/",
        waitlist.offer_answer,
        name="offer_answer",
    ),
    path(f"{_CYCLE}review/decisions/", decisions.decision_list, name="decision_list"),
]
