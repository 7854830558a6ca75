"""Finding and keeping the catalogue."""

from functools import lru_cache
from typing import Any

from services.tickets.documents.catalogue import CategoryChange, CategoryEntry
from shared.contracts.tickets.catalogue import Category, CategoryFields, CategoryRevision
from shared.storage.work import Work


class CatalogueStore(Work):
    documents = (CategoryEntry, CategoryChange)

    def find_category(self, code: str) -> Category | None:
        """A category, also when it is retired; None where there is none."""
        row = CategoryEntry._get_collection().find_one({"_id": code})
        return _category(row) if row else None

    def find_category_at(self, code: str, revision: int) -> Category | None:
        return category_at(code, revision)

    def find_categories(self, retired: bool = True) -> list[Category]:
        """The whole catalogue by code."""
        rows = CategoryEntry._get_collection().find({} if retired else {"retired": False}, sort=[("_id", 1)])
        return [_category(row) for row in rows]

    def count_categories(self) -> int:
        return CategoryEntry._get_collection().count_documents({})

    def keep_category(self, code: str, fields: CategoryFields, retired: bool, by: str) -> Category:
        """Adds or changes a category, with a row of who did it; refuses with `stale_version`."""
        entry = CategoryEntry.objects(id=code).first()
        text = fields.model_dump_json()
        changed: list[str] = []
        self.refuse_stale(entry.version if entry else 0)
        if entry is None:
            entry = CategoryEntry(id=code)
        else:
            changed = _differences(_fields(entry.fields), fields)
        entry.fields, entry.retired = text, retired
        self.save(entry)
        self.save(
            CategoryChange(
                id=self.new_id(), code=code, revision=entry.version, at=self.now, by=by, changed=changed, retired=retired,
                fields=text,
            )
        )  # fmt: skip
        return _shown(code, text, retired, entry.version)

    def find_category_changes(self, code: str, before: int | None, limit: int) -> list[CategoryRevision]:
        """Newest first; those before a revision."""
        query: dict[str, Any] = {"code": code} | ({} if before is None else {"revision": {"$lt": before}})
        found = CategoryChange.objects(__raw__=query).order_by("-revision").limit(limit)
        return [
            CategoryRevision(
                revision=row.revision, at=row.at, by=row.by, changed=row.changed, retired=row.retired,
                fields=_fields(row.fields),
            )
            for row in found
        ]  # fmt: skip


def category_at(code: str, revision: int) -> Category | None:
    """A category as it was."""
    row = CategoryChange._get_collection().find_one({"code": code, "revision": revision})
    return _shown(code, row["fields"], row["retired"], revision) if row else None


def _category(row: dict[str, Any]) -> Category:
    return _shown(row["_id"], row["fields"], row["retired"], row["version"])


@lru_cache(maxsize=1024)
def _shown(code: str, text: str, retired: bool, revision: int) -> Category:
    return Category(**dict(_fields(text)), code=code, retired=retired, revision=revision)


@lru_cache(maxsize=1024)
def _fields(text: str) -> CategoryFields:
    return CategoryFields.model_validate_json(text)


def _differences(old: CategoryFields, new: CategoryFields) -> list[str]:
    return [name for name in CategoryFields.model_fields if getattr(old, name) != getattr(new, name)]
