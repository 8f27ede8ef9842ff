"""Who uses growth, and who looks after it. Everything a person writes is theirs: see `sharing`."""

from growth.setup import queries
from growth.setup.models import GrowthOrganizer
from people.models import User


def uses_growth(user: User) -> bool:
    """Growth is on for this person. Guests have no growth of their own."""
    return user.is_authenticated and not user.is_guest and queries.switch().is_on_for(user)


def growth_is_on(user: User) -> bool:
    """Growth is on for somebody, and this is somebody of the organization."""
    return user.is_authenticated and not user.is_guest and not queries.switch().is_off


def reads_what_is_for_all(user: User) -> bool:
    """As soon as growth is on for somebody; those who look after it before, too."""
    return growth_is_on(user) or organizes_growth(user)


def reads_the_board(user: User) -> bool:
    """Opportunities are for everybody here, and some for guests, as soon as growth is on."""
    if user.is_authenticated and user.is_guest:
        return not queries.switch().is_off
    return reads_what_is_for_all(user)


def organizes_growth(user: User) -> bool:
    """Edits pathways, templates, levels and opportunities; reads nobody's own pages by it."""
    is_possible = user.is_authenticated and bool(queries.switch().organizers)
    return is_possible and GrowthOrganizer.objects.filter(person=user).exists()


def is_shown_the_editing(user: User) -> bool:
    """For menus, as far as the cache knows; the pages themselves ask `organizes_growth`."""
    return user.is_authenticated and user.pk in queries.switch().organizers
