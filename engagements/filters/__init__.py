from .engagement import EngagementFilter
from .log import Facets, LogFilter
from .programmes import ProgrammeFilter

__all__ = ["EngagementFilter", "Facets", "LogFilter", "ProgrammeFilter"]
