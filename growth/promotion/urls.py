from django.urls import path

from growth.promotion.views import documents, reviews, templates

urlpatterns = [
    path("growth/promotion/", documents.promotion, name="promotion"),
    path("growth/promotion/start/", documents.promotion_start, name="promotion_start"),
    path(
        "growth/promotion/begin/<slug:template>/", documents.promotion_begin, name="promotion_begin"
    ),
    path("growth/promotion/<int:pk>/", documents.document, name="promotion_document"),
    path("growth/promotion/<int:pk>/edit/", documents.document_edit, name="promotion_edit"),
    path("growth/promotion/<int:pk>/sheet/", documents.sheet, name="promotion_sheet"),
    path("growth/promotion/<int:pk>/markdown/", documents.markdown, name="promotion_markdown"),
    path("growth/promotion/<int:pk>/close/", documents.document_close, name="promotion_close"),
    path("growth/promotion/<int:pk>/reopen/", documents.document_reopen, name="promotion_reopen"),
    path("growth/promotion/<int:pk>/remove/", documents.document_remove, name="promotion_remove"),
    path("growth/promotion/claims/<int:pk>/", documents.claim, name="claim"),
    path("growth/promotion/claims/<int:pk>/goal/", documents.claim_goal, name="claim_goal"),
    path("growth/promotion/<int:pk>/ask/", reviews.ask, name="promotion_ask"),
    path("growth/promotion/<int:pk>/take-back/", reviews.take_back, name="promotion_take_back"),
    path("growth/promotion/rounds/<int:pk>/", reviews.own_round, name="promotion_round"),
    path("growth/promotion/rounds/<int:pk>/goals/", reviews.round_goals, name="round_goals"),
    path("growth/reviews/<int:pk>/", reviews.review, name="review"),
    path(
        "growth/edit/promotion-templates/", templates.template_list, name="promotion_template_list"
    ),
    path(
        "growth/edit/promotion-templates/add/",
        templates.template_add,
        name="promotion_template_add",
    ),
    path(
        "growth/edit/promotion-templates/file/",
        templates.template_import,
        name="promotion_template_import",
    ),
    path(
        "growth/edit/promotion-templates/export/",
        templates.template_export,
        name="promotion_template_export",
    ),
    path(
        "growth/edit/promotion-templates/of/<slug:slug>/",
        templates.template_edit,
        name="promotion_template_edit",
    ),
    path(
        "growth/edit/promotion-templates/of/<slug:slug>/archive/",
        templates.template_archive,
        name="promotion_template_archive",
    ),
]
