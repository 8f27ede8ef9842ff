"""May this person do this? Rights in a program, and the conflicts no right can override."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from people.models import User
from programs.models import Program, Staff
from surveys.models import Question

ORGANIZER, CONFIRMER, COMMITTEE = Staff.Role.ORGANIZER, Staff.Role.CONFIRMER, Staff.Role.COMMITTEE

# Who somebody's partners are is known further up; pairing adds its answer here when it starts.
_partners: list[Callable[[User], QuerySet[User]]] = []


def add_partners(partners_of: Callable[[User], QuerySet[User]]) -> None:
    _partners.append(partners_of)


def roles_in(user: User, program: Program) -> set[str]:
    """The person's staff roles in a program."""
    if not user.is_authenticated:
        return set()
    return set(Staff.objects.filter(program=program, person=user).values_list("role", flat=True))


def is_organizer(user: User, program: Program) -> bool:
    return ORGANIZER in roles_in(user, program)


def may_create_programs(user: User) -> bool:
    return user.is_authenticated and (user.may_create_programs or user.is_staff)


def has_conflict(user: User, person: User) -> bool:
    """Nobody decides, confirms or reads reviews about themselves, their manager, their report or
    their own partner, whatever their roles."""
    return (
        user.pk == person.pk
        or user.manager_id == person.pk
        or person.manager_id == user.pk
        or any(partners_of(user).filter(pk=person.pk).exists() for partners_of in _partners)
    )


def conflicts_of(user: User) -> Q:
    """The applications of people this person has a conflict with, as a filter."""
    return Q(person__in=people_in_conflict(user))


def people_in_conflict(user: User) -> QuerySet[User]:
    """Their numbers, for a filter. The people are found once, each kind by its index, not looked
    for at every row."""
    near = Q(pk=user.pk) | Q(manager=user.pk)
    if user.manager_id:
        near |= Q(pk=user.manager_id)
    people = User.objects.filter(near).order_by().values("pk")
    partners = [partners_of(user).order_by().values("pk") for partners_of in _partners]
    return people.union(*partners) if partners else people


def may_read_answer(question: Question, *, for_organizers: bool) -> bool:
    return for_organizers or question.readers != Question.Readers.ORGANIZERS


def partner_may_read(question: Question) -> bool:
    """Once the two are paired."""
    return question.readers == Question.Readers.PAIR


def readers_of_answer(question: Question) -> str:
    """Who reads an answer, in words for the person who gives it: what the rules above say."""
    if partner_may_read(question):
        return str(Question.Readers.PAIR.label)
    return reviewers_or_organizers(may_read_answer(question, for_organizers=False))


def reviewers_or_organizers(are_all_reviewers: bool) -> str:
    readers = Question.Readers.REVIEWERS if are_all_reviewers else Question.Readers.ORGANIZERS
    return str(readers.label)
