"""Listing what can be given, and lending idle assets."""

from typing import Any

from services.volunteers.domain.availability import refuse_backward
from services.volunteers.domain.half_hours import refuse_bad_time, touched, within
from services.volunteers.domain.sharing import most_taken
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.needs import SKILL_MISPLACED, Kind
from shared.contracts.volunteers.resources import (
    NOT_BY_BOOKING,
    NOT_LENT_THEN,
    OVERBOOKED,
    TOO_LATE,
    WITHDRAWN,
    AssetBooked,
    AssetBookingPage,
    AssetBookingView,
    AssetReleased,
    BookAsset,
    CancelAssetBooking,
    ConfirmResource,
    GetResource,
    ListAssetBookings,
    ListResource,
    ListResources,
    ResourceListed,
    ResourcePage,
    ResourceView,
    WithdrawResource,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def list_resource(store: Any, actor: Actor, command: ListResource) -> ResourceView:
    if (command.kind is Kind.PEOPLE) != bool(command.skills):
        raise SKILL_MISPLACED("/skills")
    refuse_backward(command.slots)
    resource = store.add_resource(actor, command)
    news = ResourceListed(
        area=resource.area, source=resource.source, kind=resource.kind, skills=command.skills,
        by_booking=resource.by_booking,
    )  # fmt: skip
    store.announce(news, subject=resource.id, version=resource.version, area=resource.area)
    return store.resource_view(resource)


def get_resource(store: Any, _actor: Actor, command: GetResource) -> ResourceView:
    return store.resource_view(store.get_resource(command.resource_id))


def list_resources(store: Any, _actor: Actor, command: ListResources) -> ResourcePage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_resources(command.area, command.kind, command.by_booking, before, command.limit + 1)
    shown = found[: command.limit]
    return ResourcePage(
        items=[store.resource_view(resource) for resource in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def confirm_resource(store: Any, actor: Actor, command: ConfirmResource) -> ResourceView:
    """Nobody confirms what they listed themselves."""
    resource = store.get_resource(command.resource_id)
    if not actor.covers(resource.area):
        raise NOT_FOUND("/resource_id", what="resource")
    if resource.account == actor.account:
        raise FORBIDDEN(action="confirm_resource")
    store.refuse_stale(resource.version)
    store.confirm_resource(resource, actor.account, command.evidence)
    return store.resource_view(resource)


def withdraw_resource(store: Any, actor: Actor, command: WithdrawResource) -> ResourceView:
    resource = given_by(store, actor, command.resource_id)
    store.refuse_stale(resource.version)
    store.withdraw_resource(resource)
    return store.resource_view(resource)


def given_by(store: Any, actor: Actor, resource_id: str) -> Any:
    """A resource that the actor listed, or that serves their area of duty; for others there is none to dispose of."""
    resource = store.get_resource(resource_id)
    if resource.account != actor.account and not (actor.has(*STAFF) and actor.covers(resource.area)):
        raise NOT_FOUND("/resource_id", what="resource")
    return resource


def book_asset(store: Any, actor: Actor, command: BookAsset) -> AssetBookingView:
    resource = store.get_resource(command.resource_id)
    if not resource.by_booking:
        raise NOT_BY_BOOKING("/resource_id")
    if resource.withdrawn:
        raise WITHDRAWN("/resource_id")
    store.refuse_stale(resource.version)
    refuse_bad_time(command.starts_at, command.ends_at)
    if command.starts_at < store.now:
        raise TOO_LATE("/starts_at")
    lent = within(store.slots_of(resource))
    if lent is not None and not touched(command.starts_at, command.ends_at) <= lent:
        raise NOT_LENT_THEN("/starts_at")
    if resource.capacity is not None:
        others = store.bookings_between(resource, command.starts_at, command.ends_at)
        booked = [(each.starts_at, each.ends_at, each.quantity) for each in others]
        free = resource.capacity - most_taken(booked, command.starts_at, command.ends_at)
        if command.quantity > free:
            raise OVERBOOKED("/quantity", free=free)
    booking = store.book_asset(actor, resource, command)
    news = AssetBooked(
        resource=resource.id, area=resource.area, starts_at=booking.starts_at, ends_at=booking.ends_at,
        quantity=booking.quantity,
    )  # fmt: skip
    store.announce(news, subject=booking.id, version=booking.version, area=resource.area)
    return store.asset_booking_view(booking, actor)


def list_asset_bookings(store: Any, actor: Actor, command: ListAssetBookings) -> AssetBookingPage:
    resource = store.get_resource(command.resource_id)
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_asset_bookings(resource, before, command.limit + 1)
    shown = found[: command.limit]
    return AssetBookingPage(
        items=[store.asset_booking_view(booking, actor) for booking in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def cancel_asset_booking(store: Any, actor: Actor, command: CancelAssetBooking) -> AssetBookingView:
    """By who booked, or by who lends."""
    booking = store.get_asset_booking(command.asset_booking_id)
    resource = store.get_resource(booking.resource)
    lends = resource.account == actor.account or (actor.has(*STAFF) and actor.covers(resource.area))
    if booking.account != actor.account and not lends:
        raise NOT_FOUND("/asset_booking_id", what="booking")
    store.refuse_stale(booking.version)
    if booking.starts_at <= store.now:
        raise TOO_LATE()
    shown = store.asset_booking_view(booking, actor)
    store.drop_asset_booking(booking)
    news = AssetReleased(
        resource=resource.id, area=resource.area, starts_at=booking.starts_at, ends_at=booking.ends_at,
        quantity=booking.quantity,
    )  # fmt: skip
    store.announce(news, subject=booking.id, version=booking.version + 1, area=resource.area)
    return shown
