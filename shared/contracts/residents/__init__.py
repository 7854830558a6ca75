"""Residents: areas, buildings, people, households, groups, staff, service points."""

from shared.contracts.operation import Api
from shared.contracts.residents import areas
from shared.contracts.residents.areas import AreaDrawn

__all__ = ["API", "AreaDrawn"]

API = Api.of("residents", areas.OPERATIONS, areas.EVENTS)
