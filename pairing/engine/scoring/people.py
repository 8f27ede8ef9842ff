"""A person as pairing sees them: one object per side they applied for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """One application: someone in both roles is two of these with one `person_id`.

    Empty text, an empty set or None always means "not known", and no rule refuses anybody for
    what is not known. `hours` are the half hours of a week (0 = Monday 00:00, 335 = Sunday 23:30)
    that suit them, in their own wall-clock time; None means the usual Monday to Friday, 9 to 17.
    `zone` is an IANA name. `text` is a mentee's goal, or what a mentor can help with. `wishes` are
    ids of the other side, best first. `manager_id` and the pair lists of a cohort use `person_id`.
    Without a `person_id` nobody is taken for somebody on the other side. `tier` 1..9 is the
    reviewers' order, higher first; late applicants come after all others when
    the rules say so. `career_track`: heading for management (mentee), a people manager (mentor).
    """

    id: str
    person_id: str = ""
    division: str = ""
    department: str = ""
    level: int | None = None
    zone: str = "UTC"
    started_on: date | None = None
    manager_id: str = ""
    languages: frozenset[str] = frozenset()
    focus: tuple[str, ...] = ()
    text: str = ""
    hours: frozenset[int] | None = None
    wants_async: bool = False
    experience: int = 0
    career_track: bool = False
    wishes: tuple[str, ...] = ()
    capacity: int = 1
    tier: int = 1
    late: bool = False
    eligible: bool = True
