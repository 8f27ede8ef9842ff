from notifications.models.message import UNLISTED, Message

__all__ = ["UNLISTED", "Message"]
