from notifications.models.envelope import Envelope
from notifications.models.message import UNLISTED, Message

__all__ = ["UNLISTED", "Envelope", "Message"]
