from collections.abc import Mapping
from dataclasses import dataclass, field

OPENS = "opens"  # an answer: the page, a redirect onwards, or a form that says what is wrong
LOGIN = "login"  # sent to sign in
FORBIDDEN = 403
UNKNOWN = 404

CAST = (
    "visitor",
    "guest",  # from outside, with an account that opens what is marked for guests
    "stranger",  # signed in, no part in anything
    "applicant",  # owns the application
    "mentor",  # of the pair
    "mentee",  # of the pair
    "other_mentor",  # of another pair in the same cycle
    "delegated",  # committee member who got the application
    "committee",  # committee member who did not
    "confirmer",
    "organizer",
    "other_organizer",  # organizes another program
    "administrator",
    "former_organizer",
    "growth_organizer",  # looks after growth, no part in anything else
    "manager",  # of the grower, who shares with them
    "owner",  # runs an opportunity the grower and the guest applied to
    "grower",  # owns a growth plan, conversations, a promotion document
)

Outcomes = Mapping[str, str | int]


def opens(*people: str, forbidden: tuple[str, ...] = (), visitor: str | int = LOGIN) -> Outcomes:
    """Opens for these people, is forbidden for those, does not exist for the rest of the cast."""
    unknown = {*people, *forbidden} - set(CAST)
    assert not unknown, f"not in the cast: {unknown}"
    rest = dict.fromkeys(CAST, UNKNOWN) | {"visitor": visitor}
    return rest | dict.fromkeys(forbidden, FORBIDDEN) | dict.fromkeys(people, OPENS)


OTHER_STAFF = ("delegated", "committee", "confirmer")

MEMBERS = CAST[2:]  # of the organization
EVERYBODY = opens("visitor", *MEMBERS)
SIGNED_IN = opens(*MEMBERS)
EVERYBODY_AND_GUESTS = opens(*CAST)
SIGNED_IN_AND_GUESTS = opens("guest", *MEMBERS)
ADMINISTRATORS = opens("administrator")
ORGANIZERS = opens("organizer", "administrator", forbidden=OTHER_STAFF)
ORGANIZERS_WRITE = opens("organizer", forbidden=(*OTHER_STAFF, "administrator"))
OWNER = opens("applicant")
PAIR = opens("mentor", "mentee")
MENTEE = opens("mentee")
GROWTH_ORGANIZERS = opens("growth_organizer")
GROWER = opens("grower")
GROWER_AND_MANAGER = opens("grower", "manager")
MANAGER = opens("manager")
OPPORTUNITY_OWNER = opens("owner")
OWNER_AND_GROWTH_ORGANIZER = opens("owner", "growth_organizer")


@dataclass(frozen=True)
class Row:
    """What each of the cast gets at one address.

    get: None for an address that only writes: reading it opens for nobody.
    post: None for a page that takes no input: whoever may not read it may not post to it either.
    path: the arguments of the address, each the name of an attribute of `Things` or a plain word;
    `program` and `cycle` are filled in by themselves.
    data: what to post, where nothing at all would not do.
    """

    get: Outcomes | None = None
    post: Outcomes | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
