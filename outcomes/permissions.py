"""May this person read what programs came to?"""

from people.models import User
from programs.models import Program


def may_read_figures(user: User) -> bool:
    """Administrators read all figures, organizers those of their own programs."""
    return user.is_staff or Program.objects.organized_by(user).exists()
