"""Finding and keeping stations, idle things and swaps."""

from datetime import timedelta
from typing import Any

from services.volunteers.documents.swaps import IdleItem, Swap, SwapStation
from services.volunteers.domain.points import above
from services.volunteers.domain.swaps import ASKER, HOLDING, ITEM_DAYS, OWNER, due_at
from shared.contracts.volunteers.swaps import (
    IdleItemState,
    IdleItemView,
    OfferIdleItem,
    SwapPart,
    SwapState,
    SwapStationView,
    SwapView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

CONTACT = "swap contact"
ITEM_FIELDS = tuple(set(IdleItemView.model_fields) - {"mine"})
SWAP_FIELDS = ("id", "item", "title", "in_exchange", "exchange_title", "state", "asked_at", "due_at", "version")


class SwapStore(Work):
    documents = (SwapStation, IdleItem, Swap)

    def put_station(self, area: str, name: str, place: str) -> SwapStation:
        station = self.find_station(area) or SwapStation(id=area)
        self.refuse_stale(station.version or 0)
        station.name, station.place = name, place
        self.save(station)
        return station

    def find_station(self, area: str) -> SwapStation | None:
        return SwapStation.objects(id=area).first()

    def add_idle_item(self, owner: str, offer: OfferIdleItem) -> IdleItem:
        item = IdleItem(
            id=self.new_id(), owner=owner, area=offer.area, within=above(offer.area), title=offer.title,
            condition=offer.condition, wanted=offer.wanted, photos=offer.photos, state=IdleItemState.ON_OFFER, offered_at=self.now,
            expires_at=self.now + timedelta(days=ITEM_DAYS),
        )  # fmt: skip
        self.save(item)
        return item

    def get_idle_item(self, item_id: str, pointer: str = "/item_id") -> IdleItem:
        item = IdleItem.objects(id=item_id).first()
        if item is None:
            raise NOT_FOUND(pointer, what="idle item")
        return item

    def find_idle_items(self, area: str, before: str | None, limit: int) -> list[IdleItem]:
        query: dict[str, Any] = {"within": area, "state": IdleItemState.ON_OFFER, "expires_at__gt": self.now}
        query |= {"id__lt": before} if before is not None else {}
        return list(IdleItem.objects(**query).order_by("-id").limit(limit))

    def find_idle_items_of(self, owner: str, before: str | None, limit: int) -> list[IdleItem]:
        query = {"owner": owner} | ({"id__lt": before} if before is not None else {})
        return list(IdleItem.objects(**query).order_by("-id").limit(limit))

    def count_on_offer(self, owner: str) -> int:
        return IdleItem.objects(owner=owner, state=IdleItemState.ON_OFFER).count()

    def expired_idle_items(self, limit: int = 200) -> list[str]:
        due = IdleItem.objects(state=IdleItemState.ON_OFFER, expires_at__lte=self.now)
        return [each.id for each in due.order_by("expires_at").only("id").limit(limit)]

    def add_swap(self, item: IdleItem, asker: str, exchange: IdleItem | None, contact: str | None) -> Swap:
        swap = Swap(
            id=self.new_id(), item=item.id, title=item.title, in_exchange=exchange.id if exchange else None,
            exchange_title=exchange.title if exchange else None, owner=item.owner, asker=asker,
            parties=[item.owner, asker], area=item.area, state=SwapState.ASKED,
            asker_contact=seal(contact, CONTACT) if contact else None, asked_at=self.now,
            due_at=due_at(SwapState.ASKED, self.now),
        )  # fmt: skip
        self.save(swap)
        return swap

    def note_owner_contact(self, swap: Swap, contact: str | None) -> None:
        swap.owner_contact = seal(contact, CONTACT) if contact else None

    def get_swap(self, swap_id: str) -> Swap:
        swap = Swap.objects(id=swap_id).first()
        if swap is None:
            raise NOT_FOUND("/swap_id", what="swap")
        return swap

    def asks_for(self, item: str) -> list[Swap]:
        """What waits for an answer and is for this item, or offers it in exchange."""
        asked = Swap.objects(item=item, state=SwapState.ASKED)
        return [*asked, *Swap.objects(in_exchange=item, state=SwapState.ASKED)]

    def count_asks(self, item: str, asker: str) -> tuple[int, int]:
        """For the item, and by the asker for anything."""
        asked = Swap.objects(state=SwapState.ASKED)
        return asked.filter(item=item).count(), asked.filter(asker=asker).count()

    def has_asked(self, item: str, asker: str) -> bool:
        return Swap.objects(item=item, asker=asker, state=SwapState.ASKED).first() is not None

    def find_swaps_of(self, account: str, before: str | None, limit: int) -> list[Swap]:
        query = {"parties": account} | ({"id__lt": before} if before is not None else {})
        return list(Swap.objects(**query).order_by("-id").limit(limit))

    def find_swaps_at(self, area: str, before: str | None, limit: int) -> list[Swap]:
        query: dict[str, Any] = {"area": area, "state__in": list(HOLDING)}
        query |= {"id__lt": before} if before is not None else {}
        return list(Swap.objects(**query).order_by("-id").limit(limit))

    def expired_swaps(self, limit: int = 200) -> list[tuple[str, str]]:
        return [(each.id, each.state) for each in Swap.objects(due_at__lte=self.now).order_by("due_at").limit(limit)]

    def move_swap(self, swap: Swap, state: SwapState) -> None:
        """Contacts are kept no longer than they are needed."""
        swap.state, swap.due_at = state, due_at(state, self.now)
        if swap.due_at is None:
            swap.owner_contact = swap.asker_contact = None
        self.save(swap)

    def swaps_of(self, account: str) -> list[Swap]:
        return list(Swap.objects(parties=account))

    def idle_items_of(self, account: str) -> list[IdleItem]:
        return list(IdleItem.objects(owner=account))

    def unname_swap(self, swap: Swap, account: str) -> None:
        """Nothing says any more that this account took part."""
        swap.owner = None if swap.owner == account else swap.owner
        swap.asker = None if swap.asker == account else swap.asker
        for several in (swap.parties, swap.confirmed_by):
            several[:] = [each for each in several if each != account]

    def station_view(self, station: SwapStation) -> SwapStationView:
        return SwapStationView(area=station.id, name=station.name, place=station.place, version=station.version)

    def item_view(self, item: IdleItem, account: str) -> IdleItemView:
        return IdleItemView(**{name: getattr(item, name) for name in ITEM_FIELDS}, mine=item.owner == account)

    def swap_view(self, swap: Swap, account: str) -> SwapView:
        """As one side or the station sees it."""
        station = self.find_station(swap.area)
        part = {swap.owner: SwapPart(OWNER), swap.asker: SwapPart(ASKER)}.get(account, SwapPart.STATION)
        sealed = {SwapPart.OWNER: swap.asker_contact, SwapPart.ASKER: swap.owner_contact}.get(part)
        shown = unseal(sealed, CONTACT) if sealed and swap.state in HOLDING else None
        return SwapView(
            **{name: getattr(swap, name) for name in SWAP_FIELDS}, part=part, station=station.name,
            place=station.place, contact=shown, confirmed=account in swap.confirmed_by,
        )  # fmt: skip
