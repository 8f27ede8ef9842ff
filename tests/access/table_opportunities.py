"""The board of opportunities: for everybody, in part for guests; applications for those concerned."""

from tests.access.rows import (
    EVERYBODY_AND_GUESTS,
    GROWER,
    GROWTH_ORGANIZERS,
    MANAGER,
    OPPORTUNITY_OWNER,
    OWNER_AND_GROWTH_ORGANIZER,
    SIGNED_IN,
    SIGNED_IN_AND_GUESTS,
    Row,
    opens,
)

_ONE = {"slug": "opportunity"}
_APPLICATION = {"pk": "growers_application"}

TABLE = {
    "growth:opportunity_list": Row(get=SIGNED_IN_AND_GUESTS),
    "growth:opportunity_link": Row(
        get=EVERYBODY_AND_GUESTS, post=EVERYBODY_AND_GUESTS, path={"code": "guest_link"}
    ),
    "growth:opportunity": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS, path=_ONE),
    "growth:opportunity_plan": Row(post=SIGNED_IN, path=_ONE),
    "growth:opportunity_watch": Row(post=SIGNED_IN_AND_GUESTS, path=_ONE),
    "growth:opportunity_withdraw": Row(post=GROWER, path=_APPLICATION),
    "growth:opportunity_calendar": Row(get=GROWER, path={"pk": "growers_place"}),
    "growth:opportunity_cover": Row(get=MANAGER, post=MANAGER, path=_APPLICATION),
    # Those who run it read what people wrote; those who look after growth only edit.
    "growth:applicant_list": Row(get=OPPORTUNITY_OWNER, path=_ONE),
    "growth:opportunity_application": Row(
        get=OPPORTUNITY_OWNER, post=OPPORTUNITY_OWNER, path=_APPLICATION
    ),
    "growth:opportunity_done": Row(post=OPPORTUNITY_OWNER, path=_APPLICATION),
    "growth:opportunity_guests": Row(get=OPPORTUNITY_OWNER, post=OPPORTUNITY_OWNER, path=_ONE),
    "growth:opportunity_renew_link": Row(post=OPPORTUNITY_OWNER, path=_ONE),
    "growth:opportunity_edit": Row(
        get=OWNER_AND_GROWTH_ORGANIZER, post=OWNER_AND_GROWTH_ORGANIZER, path=_ONE
    ),
    "growth:opportunity_publish": Row(post=OWNER_AND_GROWTH_ORGANIZER, path=_ONE),
    "growth:owner_add": Row(post=GROWTH_ORGANIZERS, path=_ONE),
    "growth:owner_remove": Row(
        post=GROWTH_ORGANIZERS, path={**_ONE, "pk": "opportunity_owner_row"}
    ),
    "growth:opportunity_admin": Row(get=GROWTH_ORGANIZERS),
    "growth:opportunity_add": Row(get=GROWTH_ORGANIZERS, post=GROWTH_ORGANIZERS),
}

# The same addresses with other things in them: name, path, who reads it.
ALSO = (
    ("growth:opportunity", {"slug": "inner_opportunity"}, SIGNED_IN),
    ("growth:opportunity_withdraw", {"pk": "guests_application"}, opens()),
    ("growth:opportunity_application", {"pk": "guests_application"}, OPPORTUNITY_OWNER),
    ("growth:opportunity_cover", {"pk": "guests_application"}, opens()),
)
