"""Who uses growth, and who looks after it. Everything a person writes is theirs: see `sharing`."""

from growth.setup import queries
from growth.setup.models import GrowthOrganizer
from people.models import User


def uses_growth(user: User) -> bool:
    """Growth is on for this person. Guests have no growth of their own."""
    return user.is_authenticated and not user.is_guest and queries.switch().is_on_for(user)


def growth_is_on(user: User) -> bool:
    """Growth is on for somebody: then anybody of the organization reads what is for all. Those who
    look after it do so before, too."""
    if not user.is_authenticated or user.is_guest:
        return False
    return not queries.switch().is_off or organizes_growth(user)


def organizes_growth(user: User) -> bool:
    """Edits pathways, templates, levels and opportunities; reads nobody's own pages by it."""
    return user.is_authenticated and GrowthOrganizer.objects.filter(person=user).exists()


def may_set_up_growth(user: User) -> bool:
    return user.is_authenticated and user.is_staff
