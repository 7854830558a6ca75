"""Keeping and showing which bin things belong in."""

from collections.abc import Iterable, Sequence

from services.tickets.documents.waste import WasteThing
from services.tickets.store.searching import Entry
from shared.contracts.tickets.searching import Sought
from shared.contracts.tickets.waste import LoadedWaste, WasteFields, WasteView
from shared.storage.work import Work


class WasteStore(Work):
    documents = (WasteThing,)

    def find_waste(self, codes: Iterable[str]) -> dict[str, WasteThing]:
        return {thing.code: thing for thing in WasteThing.objects(code__in=list(codes))}

    def keep_waste(self, known: WasteThing | None, code: str, fields: WasteFields) -> WasteThing:
        thing = known or WasteThing(code=code)
        thing.name, thing.name_en, thing.bin = fields.name, fields.name_en, fields.bin
        thing.words, thing.hint = list(fields.words), fields.hint
        self.save(thing)
        return thing

    def add_waste(self, fresh: Sequence[LoadedWaste]) -> None:
        """Things that are not there yet, written at once."""
        things = [WasteThing(**thing.model_dump(), version=1) for thing in fresh]
        WasteThing._get_collection().insert_many([thing.to_mongo() for thing in things])
        self.put_waste_entries(things, fresh=True)

    def put_waste_entries(self, things: Sequence[WasteThing], fresh: bool = False) -> None:
        entries = [Entry(thing.code, [thing.name, thing.name_en, *thing.words], []) for thing in things]
        self.put_entries(Sought.WASTE, entries, fresh)

    def waste_view(self, thing: WasteThing) -> WasteView:
        return WasteView(
            code=thing.code, name=thing.name, name_en=thing.name_en, bin=thing.bin, words=list(thing.words),
            hint=thing.hint, version=thing.version,
        )  # fmt: skip
