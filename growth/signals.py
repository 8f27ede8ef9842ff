"""What happens in one subject of growth that another acts on, in the same transaction.

All are sent with `at`, the moment it happened.
"""

from django.dispatch import Signal

# Growth was off and is on now, for some or for everyone. Sends `by`.
switched_on = Signal()

# A revision of a plan was begun: the first one, or a new version. Sends `revision`.
revision_begun = Signal()

# A career conversation was written down as held. Sends `conversation`.
conversation_held = Signal()

# Something learned was logged or changed. Sends `entry`.
learning_logged = Signal()

# An application to an opportunity came to an end as done. Sends `application`.
opportunity_done = Signal()
