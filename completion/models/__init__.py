from completion.models.record import Record
from completion.models.summary import Summary

__all__ = ["Record", "Summary"]
