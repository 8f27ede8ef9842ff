"""Growth: what is one's own, what is shared, and what administrators set up."""

from tests.access.rows import ADMINISTRATORS, Row

TABLE = {
    "growth:setup": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "growth:organizer_add": Row(post=ADMINISTRATORS),
    "growth:organizer_remove": Row(post=ADMINISTRATORS, path={"pk": "growth_organizer_row"}),
}
