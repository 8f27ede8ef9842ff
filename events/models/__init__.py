from events.models.event import Attendance, Event, Place, Slot
from events.models.feed import CalendarFeed
from events.models.learning import Resource, Training, TrainingDone

__all__ = [
    "Attendance",
    "CalendarFeed",
    "Event",
    "Place",
    "Resource",
    "Slot",
    "Training",
    "TrainingDone",
]
