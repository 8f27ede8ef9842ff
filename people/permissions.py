"""May this person see or do this to a person?"""

from people.models import User


def may_manage_people(user: User) -> bool:
    return user.is_authenticated and user.is_staff


def may_see_facts(user: User, person: User) -> bool:
    """E-mail, manager and start date on the person's page: the person and administrators. A partner
    reads the address on the page of the pair, an organizer on the application."""
    return user.pk == person.pk or may_manage_people(user)
