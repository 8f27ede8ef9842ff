from django.urls import path

from growth.plans.views import goals, plans, shares, templates

urlpatterns = [
    path("growth/", plans.plan, name="plan"),
    path("growth/plan/begin/<slug:template>/", plans.plan_begin, name="plan_begin"),
    path("growth/plan/edit/", plans.plan_edit, name="plan_edit"),
    path("growth/plan/next/<slug:template>/", plans.plan_next, name="plan_next"),
    path("growth/plan/next-steps/", plans.plan_next_steps, name="plan_next_steps"),
    path("growth/plan/sheet/", plans.plan_sheet, name="plan_sheet"),
    path("growth/plan/versions/", plans.version_list, name="version_list"),
    path("growth/plan/versions/<int:number>/", plans.version_detail, name="version_detail"),
    path(
        "growth/plan/versions/<int:number>/share/manager/",
        shares.share_with_manager,
        name="plan_share_manager",
    ),
    path(
        "growth/plan/versions/<int:number>/share/",
        shares.share_with_person,
        name="plan_share_person",
    ),
    path("growth/shared/plan/<int:pk>/", plans.shared_plan, name="shared_plan"),
    path("growth/goals/add/", goals.goal_add, name="goal_add"),
    path("growth/goals/<int:pk>/", goals.goal, name="goal"),
    path("growth/goals/<int:pk>/state/", goals.goal_state, name="goal_state"),
    path("growth/goals/<int:pk>/remove/", goals.goal_remove, name="goal_remove"),
    path("growth/goals/<int:pk>/unlink/", goals.goal_unlink, name="goal_unlink"),
    path(
        "growth/goals/<int:pk>/mentorship/<int:participation>/",
        goals.goal_to_mentorship,
        name="goal_to_mentorship",
    ),
    path("growth/goals/<int:pk>/steps/add/", goals.step_add, name="step_add"),
    path("growth/mentoring-goals/<int:pk>/link/", goals.goal_link, name="goal_link"),
    path("growth/steps/<int:pk>/", goals.step_edit, name="step_edit"),
    path("growth/steps/<int:pk>/remove/", goals.step_remove, name="step_remove"),
    path("growth/tick/<slug:what>/<int:pk>/", goals.item_tick, name="item_tick"),
    path("growth/edit/plan-templates/", templates.template_list, name="plan_template_list"),
    path("growth/edit/plan-templates/add/", templates.template_add, name="plan_template_add"),
    path(
        "growth/edit/plan-templates/of/<slug:slug>/",
        templates.template_edit,
        name="plan_template_edit",
    ),
    path(
        "growth/edit/plan-templates/of/<slug:slug>/archive/",
        templates.template_archive,
        name="plan_template_archive",
    ),
]
