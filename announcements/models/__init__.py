from announcements.models.announcement import Announcement

__all__ = ["Announcement"]
