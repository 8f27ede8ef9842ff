from outcomes.models.frozen import FrozenReport
from outcomes.models.share import ReportShare

__all__ = ["FrozenReport", "ReportShare"]
