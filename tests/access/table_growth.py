"""Growth: the switch, the plan, talks and levels; what is one's own, and what is shared."""

from tests.access.rows import (
    ADMINISTRATORS,
    GROWER,
    GROWER_AND_MANAGER,
    GROWTH_ORGANIZERS,
    MANAGER,
    SIGNED_IN,
    Row,
)

_GOAL = {"pk": "plan_goal"}
_STEP = {"pk": "plan_step"}
_TALK = {"pk": "talk"}
_NUMBER = {"number": "plan_version"}
_TEMPLATE = {"slug": "plan_template"}
_FAMILY = {"slug": "job_family"}
_LEVEL = {"slug": "job_family", "pk": "job_level"}
_PILLAR = {"slug": "pillar"}

TABLE = {
    "growth:setup": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "growth:organizer_add": Row(post=ADMINISTRATORS),
    "growth:organizer_remove": Row(post=ADMINISTRATORS, path={"pk": "growth_organizer_row"}),
    "growth:edit": Row(get=GROWTH_ORGANIZERS),
    # What others read of it, and what others let one read.
    "growth:sharing": Row(get=SIGNED_IN),
    "growth:share_end": Row(post=GROWER, path={"pk": "plan_share"}),
    "growth:shared": Row(get=SIGNED_IN),
    # The plan.
    "growth:plan": Row(get=SIGNED_IN),
    "growth:plan_begin": Row(get=SIGNED_IN, post=SIGNED_IN, path={"template": "plan_template"}),
    "growth:plan_edit": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:plan_next": Row(get=SIGNED_IN, post=SIGNED_IN, path={"template": "plan_template"}),
    "growth:plan_next_steps": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:plan_sheet": Row(get=SIGNED_IN),
    "growth:version_list": Row(get=SIGNED_IN),
    "growth:version_detail": Row(get=GROWER, path=_NUMBER),
    "growth:plan_share_manager": Row(post=GROWER, path=_NUMBER),
    "growth:plan_share_person": Row(get=GROWER, post=GROWER, path=_NUMBER),
    "growth:shared_plan": Row(get=MANAGER, path={"pk": "shared_plan"}),
    "growth:goal_add": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:goal": Row(get=GROWER, post=GROWER, path=_GOAL),
    "growth:goal_state": Row(post=GROWER, path=_GOAL),
    "growth:goal_remove": Row(post=GROWER, path=_GOAL),
    "growth:goal_unlink": Row(post=GROWER, path=_GOAL),
    "growth:goal_to_mentorship": Row(
        post=GROWER, path={**_GOAL, "participation": "growers_participation"}
    ),
    "growth:goal_link": Row(post=GROWER, path={"pk": "growers_mentoring_goal"}),
    "growth:step_add": Row(post=GROWER, path=_GOAL),
    "growth:step_edit": Row(get=GROWER, post=GROWER, path=_STEP),
    "growth:step_remove": Row(post=GROWER, path=_STEP),
    "growth:item_tick": Row(post=GROWER, path={"what": "step", **_STEP}),
    "growth:plan_template_list": Row(get=GROWTH_ORGANIZERS),
    "growth:plan_template_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:plan_template_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_TEMPLATE),
    "growth:plan_template_archive": Row(post=GROWTH_ORGANIZERS, path=_TEMPLATE),
    # Talks with the manager, who reads them while they are shared.
    "growth:conversations": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:conversation_plan": Row(
        get=GROWER_AND_MANAGER, post=GROWER_AND_MANAGER, path={"person": "talker"}
    ),
    "growth:conversation_edit": Row(
        get=GROWER_AND_MANAGER, post=GROWER_AND_MANAGER, path={"pk": "planned_talk"}
    ),
    "growth:conversation_remove": Row(post=GROWER, path=_TALK),
    "growth:conversation_seen": Row(post=GROWER_AND_MANAGER, path=_TALK),
    "growth:conversation_goal": Row(post=GROWER, path=_TALK),
    "growth:conversation_share": Row(post=GROWER, path={"manager": "growers_manager"}),
    "growth:shared_conversations": Row(get=MANAGER, post=MANAGER, path={"person": "talker"}),
    # Levels, and what a person says of themselves.
    "growth:levels": Row(get=SIGNED_IN),
    "growth:level_choose": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:levels_share": Row(post=GROWER),
    "growth:assess": Row(post=SIGNED_IN, path={"level": "job_level"}),
    "growth:level_evidence": Row(get=SIGNED_IN, post=SIGNED_IN, path={"pk": "criterion"}),
    "growth:shared_levels": Row(get=MANAGER, path={"person": "sharer_of_levels"}),
    "growth:family_changes": Row(get=SIGNED_IN, path=_FAMILY),
    "growth:family_list": Row(get=GROWTH_ORGANIZERS),
    "growth:family_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:family_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_FAMILY),
    "growth:family_archive": Row(post=GROWTH_ORGANIZERS, path=_FAMILY),
    "growth:family_import": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:family_export": Row(get=GROWTH_ORGANIZERS),
    "growth:level_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_FAMILY),
    "growth:level_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_LEVEL),
    "growth:level_move": Row(post=GROWTH_ORGANIZERS, path=_LEVEL),
    "growth:level_remove": Row(post=GROWTH_ORGANIZERS, path=_LEVEL),
    "growth:pillar_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:pillar_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_PILLAR),
    "growth:pillar_remove": Row(post=GROWTH_ORGANIZERS, path=_PILLAR),
}
