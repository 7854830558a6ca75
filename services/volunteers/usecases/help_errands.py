"""What elder care has volunteers do becomes a call for help, once, and ends when elder care calls it off."""

from typing import Any

from services.volunteers.domain.help_calls import ELDER_CARE, LIVE, holds_help
from services.volunteers.usecases.help_turns import GIVEN, call_off, keep, launch, states_of
from shared.contracts.eldercare import MealPlanned, VisitPlanned
from shared.contracts.model import Point
from shared.contracts.volunteers.help_calls import HelpAudience, HelpUrgency, OpenHelpCall, Sight
from shared.contracts.volunteers.people import Skill

MEAL_TEXT = "为老人送餐上门"
VISIT_TEXT = "上门探望、陪伴老人"


def plan_meal(store: Any, delivered: Any) -> None:
    """Reaction: distances count from where the meal is fetched."""
    _plan(store, delivered, Skill.MEALS, MEAL_TEXT, delivered.data.pickup)


def plan_visit(store: Any, delivered: Any) -> None:
    """Reaction."""
    _plan(store, delivered, Skill.COMPANY, VISIT_TEXT, None)


def _plan(store: Any, delivered: Any, skill: Skill, text: str, point: Point | None) -> None:
    plan: MealPlanned | VisitPlanned = delivered.data
    errand = store.get_errand(skill, plan.errand)
    if delivered.envelope.aggregateversion <= errand.heard:
        return
    errand.heard = delivered.envelope.aggregateversion
    call = store.find_help_call(errand.call) if errand.call else None
    if plan.called_off:
        errand.called_off = True
        if call is not None and call.state in LIVE and not GIVEN & set(states_of(call)):
            keep(store, call, call_off(store, call, ELDER_CARE))
    elif call is None and not errand.called_off and _is_wanted(store, plan):
        errand.call = _call(store, plan, skill, text, point).id
    store.save(errand)


def _call(store: Any, plan: MealPlanned | VisitPlanned, skill: Skill, text: str, point: Point | None) -> Any:
    asked = OpenHelpCall(
        skill=skill, text=text, area=plan.area, point=point, starts_at=plan.starts_at, ends_at=plan.ends_at,
        minutes=plan.minutes, urgency=HelpUrgency.SOON, audience=HelpAudience(plan.privacy), before=Sight.AREA,
        after=Sight.FULL,
    )  # fmt: skip
    rings = store.kept_rings(store.rings_of(asked.area, asked.urgency).rings)
    call = store.new_help_call(asked, plan.account, plan.person, None, rings)
    launch(store, call)
    return call


def _is_wanted(store: Any, plan: MealPlanned | VisitPlanned) -> bool:
    """However far ahead it is; not, however, when its time is over, or the elder is forgotten by now."""
    in_time = holds_help(plan.starts_at, plan.ends_at, plan.minutes, store.now)
    return in_time and not store.is_forgotten(plan.account, plan.person)
