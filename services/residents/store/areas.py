"""Finding and keeping areas."""

from services.residents.documents.areas import Area
from services.residents.domain.tree import parent_of
from shared.contracts.residents.areas import AreaView, Outline
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class AreaStore(Work):
    documents = (Area,)

    def find_area(self, path: str) -> Area | None:
        return Area.objects(path=path).first()

    def get_area(self, path: str) -> Area:
        area = self.find_area(path)
        if area is None:
            raise NOT_FOUND("/path", what="area")
        return area

    def new_area(self, path: str) -> Area:
        return Area(path=path, parent=parent_of(path))

    def area_view(self, area: Area) -> AreaView:
        outline = area.outline if isinstance(area.outline, dict) else {"coordinates": area.outline}
        return AreaView(
            path=area.path, kind=area.kind, name=area.name, name_en=area.name_en, parent=area.parent,
            outline=Outline(coordinates=outline["coordinates"]), version=area.version,
        )  # fmt: skip
