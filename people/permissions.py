"""May this person see or do this to a person?"""

from django.conf import settings

from people.models import User


def may_manage_people(user: User) -> bool:
    return user.is_authenticated and user.is_staff


def may_see_facts(user: User, person: User) -> bool:
    """E-mail, manager and start date on the person's page: the person and administrators. A partner
    reads the address on the page of the pair, an organizer on the application."""
    return user.pk == person.pk or may_manage_people(user)


def may_sign_up(email: str) -> bool:
    """Whether an address belongs to a domain whose people may make their own account."""
    return email.rpartition("@")[2].lower() in settings.SIGNUP_DOMAINS


def may_give_account(user: User | None, email: str) -> bool:
    """Make an account for somebody unknown: administrators and the command line for any address,
    everybody else only for people who could make one themselves."""
    return user is None or may_manage_people(user) or may_sign_up(email)
