"""What do people bring in?"""

from .statements import AimMeasure, MissionStatement, Section, StatementVersion

__all__ = ["AimMeasure", "MissionStatement", "Section", "StatementVersion"]
