"""Growth: the pathway of a person, and what organizers of growth edit and read of it."""

from tests.access.rows import GROWER, GROWTH_ORGANIZERS, SIGNED_IN, Row

_ITEM = {"what": "item", "pk": "pathway_item"}
_OWN = {"what": "own", "pk": "own_item"}
_PATHWAY = {"slug": "pathway"}
_KIND = {"slug": "pathway", "pk": "item_kind"}

TABLE = {
    "growth:pathway": Row(get=SIGNED_IN),
    "growth:pathway_add": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:pathway_catch_up": Row(post=SIGNED_IN),
    "growth:closing_take_back": Row(post=GROWER, path={"pk": "closing"}),
    "growth:pathway_item": Row(get=GROWER, post=GROWER, path=_OWN),
    # An item of the pathway is everybody's to do something with, each on a row of their own.
    "growth:pathway_tick": Row(post=SIGNED_IN, path=_ITEM),
    "growth:pathway_skip": Row(get=SIGNED_IN, post=SIGNED_IN, path=_ITEM),
    "growth:pathway_take_up": Row(post=SIGNED_IN, path=_ITEM),
    "growth:pathway_move": Row(post=SIGNED_IN, path=_ITEM),
    "growth:pathway_scale": Row(post=SIGNED_IN, path=_ITEM),
    "growth:pathway_plan": Row(post=GROWER, path=_OWN),
    "growth:pathway_remove": Row(post=GROWER, path=_OWN),
    "growth:pathway_list": Row(get=GROWTH_ORGANIZERS),
    "growth:pathway_new": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:pathway_import": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
    "growth:pathway_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_PATHWAY),
    "growth:pathway_archive": Row(post=GROWTH_ORGANIZERS, path=_PATHWAY),
    "growth:pathway_file": Row(get=GROWTH_ORGANIZERS, path=_PATHWAY),
    "growth:pathway_item_place": Row(
        post=GROWTH_ORGANIZERS, path={"slug": "pathway", "pk": "pathway_item"}
    ),
    "growth:kind_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_PATHWAY),
    "growth:kind_edit": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS, path=_KIND),
    "growth:kind_remove": Row(post=GROWTH_ORGANIZERS, path=_KIND),
    "growth:totals": Row(get=GROWTH_ORGANIZERS),
}
