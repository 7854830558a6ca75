"""Finding and keeping resources and the bookings of idle assets."""

from datetime import datetime
from typing import Any

from services.volunteers.documents.needs import AssetBooking, Resource
from services.volunteers.documents.people import FreeSlot
from services.volunteers.domain.availability import minutes, time_of
from services.volunteers.store.needs import above, placed, point_of
from shared.contracts.actor import Actor
from shared.contracts.volunteers.needs import Kind
from shared.contracts.volunteers.people import Slot
from shared.contracts.volunteers.resources import AssetBookingView, BookAsset, ResourceFields, ResourceView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

PLAIN = ("unit", "source", "kind", "skills", "area", "reach", "capacity", "by_booking")


class ResourceStore(Work):
    documents = (Resource, AssetBooking)

    def add_resource(self, actor: Actor, fields: ResourceFields) -> Resource:
        resource = Resource(
            id=self.new_id(), account=actor.account, within=above(fields.area), left=fields.capacity, withdrawn=False,
            given=0, done=0, dropped=0, listed_at=self.now, **placed(fields.point),
            **{name: getattr(fields, name) for name in PLAIN},
        )  # fmt: skip
        resource.slots = [
            FreeSlot(weekday=s.weekday, since=minutes(s.since), until=minutes(s.until)) for s in fields.slots
        ]
        self.save(resource)
        return resource

    def get_resource(self, resource_id: str) -> Resource:
        resource = Resource.objects(id=resource_id).first()
        if resource is None:
            raise NOT_FOUND("/resource_id", what="resource")
        return resource

    def find_resources(
        self, area: str, kind: Kind | None, by_booking: bool | None, before: str | None, limit: int
    ) -> list[Resource]:
        query: dict[str, Any] = {"within": area, "withdrawn": False}
        query |= {name: value for name, value in (("kind", kind), ("by_booking", by_booking)) if value is not None}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Resource.objects(__raw__=query).order_by("-id").limit(limit))

    def find_givers(self, area: str, kinds: set[Kind], limit: int) -> list[Resource]:
        """What can go into projects of an area: what lies in it, and what serves an area that holds it. What is used up
        comes last, so that it keeps nothing out."""
        query = {
            "$or": [{"within": area}, {"area": {"$in": above(area)}}], "kind": {"$in": sorted(kinds)},
            "withdrawn": False, "by_booking": False,
        }  # fmt: skip
        found: list[Resource] = []
        for left in ({"$ne": 0}, 0):
            if len(found) < limit:
                some = Resource.objects(__raw__=query | {"left": left})
                found += some.order_by("-id").limit(limit - len(found))
        return found

    def find_resources_by_id(self, ids: list[str]) -> dict[str, Resource]:
        return {resource.id: resource for resource in Resource.objects(id__in=ids)}

    def take_from_resource(self, resource: Resource, quantity: int) -> None:
        if resource.left is not None:
            resource.left -= quantity
        resource.given += quantity

    def give_back(self, resource: Resource, quantity: int) -> None:
        """It was given, and is free again."""
        if resource.left is not None:
            resource.left += quantity

    def undo_giving(self, resource: Resource, quantity: int) -> None:
        """It was not given after all."""
        self.give_back(resource, quantity)
        resource.given -= quantity

    def confirm_resource(self, resource: Resource, by: str, evidence: str) -> None:
        resource.confirmed_by, resource.evidence = by, evidence
        self.save(resource)

    def withdraw_resource(self, resource: Resource) -> None:
        resource.withdrawn = True
        self.save(resource)

    def slots_of(self, resource: Resource) -> list[Slot]:
        return [Slot(weekday=s.weekday, since=time_of(s.since), until=time_of(s.until)) for s in resource.slots]

    def forget_resources(self, account: str) -> None:
        """What a forgotten person listed is given no more, and nothing says that it was theirs."""
        rows = {"$set": {"withdrawn": True}, "$unset": {"account": ""}, "$inc": {"version": 1}}
        Resource._get_collection().update_many({"account": account}, rows)
        AssetBooking._get_collection().update_many({"account": account}, {"$unset": {"account": ""}})

    def book_asset(self, actor: Actor, resource: Resource, command: BookAsset) -> AssetBooking:
        """Saves the resource too, so that of two bookings at once the second sees the first."""
        booking = AssetBooking(
            id=self.new_id(), resource=resource.id, account=actor.account, starts_at=command.starts_at,
            ends_at=command.ends_at, quantity=command.quantity, purpose=command.purpose,
        )  # fmt: skip
        self.save(booking)
        self.save(resource)
        return booking

    def get_asset_booking(self, booking_id: str) -> AssetBooking:
        booking = AssetBooking.objects(id=booking_id).first()
        if booking is None:
            raise NOT_FOUND("/asset_booking_id", what="booking")
        return booking

    def bookings_between(self, resource: Resource, since: datetime, until: datetime) -> list[AssetBooking]:
        return list(AssetBooking.objects(resource=resource.id, ends_at__gt=since, starts_at__lt=until))

    def find_asset_bookings(self, resource: Resource, before: str | None, limit: int) -> list[AssetBooking]:
        query: dict[str, Any] = {"resource": resource.id}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(AssetBooking.objects(__raw__=query).order_by("-id").limit(limit))

    def drop_asset_booking(self, booking: AssetBooking) -> None:
        booking.delete()

    def asset_booking_view(self, booking: AssetBooking, actor: Actor) -> AssetBookingView:
        return AssetBookingView(
            id=booking.id, resource=booking.resource, starts_at=booking.starts_at, ends_at=booking.ends_at,
            quantity=booking.quantity, purpose=booking.purpose, mine=booking.account == actor.account,
            version=booking.version,
        )  # fmt: skip

    def resource_view(self, resource: Resource) -> ResourceView:
        return ResourceView(
            id=resource.id, point=point_of(resource), slots=self.slots_of(resource),
            confirmed=resource.confirmed_by is not None, withdrawn=resource.withdrawn, left=resource.left,
            given=resource.given, listed_at=resource.listed_at, version=resource.version,
            **{name: getattr(resource, name) for name in PLAIN},
        )  # fmt: skip
