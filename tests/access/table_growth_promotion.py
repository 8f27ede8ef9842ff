"""Growth: promotion documents, their owner's alone, and the review their manager is asked for."""

from tests.access.rows import GROWER, GROWTH_ORGANIZERS, MANAGER, SIGNED_IN, Row

_DOCUMENT = {"pk": "promotion_document"}
_ASKED = {"pk": "asked_document"}
_CLAIM = {"pk": "promotion_claim"}
_ROUND = {"pk": "promotion_round"}
_TEMPLATE = {"slug": "promotion_template"}

TABLE = {
    "growth:promotion": Row(get=SIGNED_IN),
    "growth:promotion_start": Row(get=SIGNED_IN),
    "growth:promotion_begin": Row(
        get=SIGNED_IN, post=SIGNED_IN, path={"template": "promotion_template"}
    ),
    "growth:promotion_document": Row(get=GROWER, path=_DOCUMENT),
    "growth:promotion_edit": Row(get=GROWER, post=GROWER, path=_DOCUMENT),
    "growth:promotion_sheet": Row(get=GROWER, path=_DOCUMENT),
    "growth:promotion_markdown": Row(get=GROWER, path=_DOCUMENT),
    "growth:promotion_close": Row(post=GROWER, path=_DOCUMENT),
    "growth:promotion_reopen": Row(post=GROWER, path=_DOCUMENT),
    "growth:promotion_remove": Row(post=GROWER, path=_DOCUMENT),
    "growth:claim": Row(get=GROWER, post=GROWER, path=_CLAIM),
    "growth:claim_goal": Row(post=GROWER, path=_CLAIM),
    "growth:promotion_ask": Row(post=GROWER, path=_DOCUMENT),
    "growth:promotion_take_back": Row(post=GROWER, path=_ASKED),
    "growth:promotion_round": Row(get=GROWER, path=_ROUND),
    "growth:round_goals": Row(post=GROWER, path=_ROUND),
    "growth:review": Row(get=MANAGER, post=MANAGER, path=_ROUND),
    "growth:promotion_template_list": Row(get=GROWTH_ORGANIZERS),
    "growth:promotion_template_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:promotion_template_import": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:promotion_template_export": Row(get=GROWTH_ORGANIZERS),
    "growth:promotion_template_edit": Row(
        get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_TEMPLATE
    ),
    "growth:promotion_template_archive": Row(post=GROWTH_ORGANIZERS, path=_TEMPLATE),
}
