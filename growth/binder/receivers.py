"""What happens to evidence when something happens further down, in the same transaction."""

from django.dispatch import receiver

from completion.signals import kudos_withdrawn
from growth.binder import actions


@receiver(kudos_withdrawn, dispatch_uid="evidence of a line that is public no more")
def hide_words(sender, kudos, at, **kwargs) -> None:
    actions.hide_words_of(kudos, at=at)
