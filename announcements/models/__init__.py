from announcements.models.announcement import Announcement
from announcements.models.feed import FeedRead, MutedFeed

__all__ = ["Announcement", "FeedRead", "MutedFeed"]
