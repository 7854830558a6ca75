"""Telling that a hazard was confirmed."""

from typing import Any

from services.tickets.domain.hazards import first_to_thank
from services.tickets.usecases.catalogue import category_of
from shared.contracts.tickets.hazards import HazardConfirmed


def tell_of_hazard(store: Any, ticket: Any) -> None:
    """Of a matter that a desk has called done and that is closed now; of complaints about somebody nobody hears."""
    if ticket.against is not None or not category_of(store, ticket).hazard:
        return
    report = first_to_thank(store.reports_of(ticket))
    confirmed_by = next((step.by for step in reversed(ticket.history) if step.action == "finish"), None)
    if report is None or confirmed_by is None:
        return
    news = HazardConfirmed(
        report=report.id, account=report.account, confirmed_by=confirmed_by, category=ticket.category, area=ticket.area
    )
    store.announce(news, subject=ticket.id, version=ticket.version, area=ticket.area)
