"""Elder care: what it has volunteers do."""

from shared.contracts.eldercare.errands import EVENTS, MealPlanned, VisitPlanned
from shared.contracts.operation import Api

__all__ = ["API", "MealPlanned", "VisitPlanned"]

API = Api.of("eldercare", (), EVENTS)
