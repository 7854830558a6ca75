"""Short guides: how to get something done, step by step, in Chinese and English."""

from pydantic import Field

from shared.contracts.actor import EVERYBODY, OFFICE, PUBLIC
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.items import NO_SUCH_ITEM, Edition, ServiceCode
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.publishing import PublicationState
from shared.contracts.tickets.searching import SearchText, TopicCode
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR


class GuideStep(Value):
    text: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")
    text_en: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")


class GuideFields(Value):
    """items: codes of the e-service items that it explains."""

    area: AreaPath
    topic: TopicCode
    title: ShortText
    title_en: ShortText
    steps: list[GuideStep] = Field(min_length=1, max_length=30)
    items: list[ServiceCode] = Field(default=[], max_length=20)


class PublishGuide(GuideFields, Command):
    pass


class GuideAction(Command):
    guide_id: Id


class ReviseGuide(GuideFields, GuideAction):
    """The text before stays readable as an edition."""


class WithdrawGuide(GuideAction):
    pass


class RepublishGuide(GuideAction):
    pass


class GetGuide(GuideAction):
    edition: Edition | None = Field(None, description="as it was then; the newest unless given")


class ReadGuide(GuideAction):
    """Counts that somebody has read it."""


class RateGuide(GuideAction):
    helpful: bool


class ListGuides(PageQuery):
    topic: TopicCode | None = None
    area: AreaPath | None = Field(None, description="only what is of use there")
    item: ServiceCode | None = None


class SearchGuides(PageQuery):
    q: SearchText = Field(description="what somebody wants to get done, in Chinese or English")
    topic: TopicCode | None = None
    area: AreaPath | None = Field(None, description="only what is of use there")


class GuideView(GuideFields, View):
    """reads: how often it was read; helpful and not_helpful: one vote an account."""

    id: Id
    state: PublicationState
    edition: Edition
    changed_at: Moment
    reads: Count
    helpful: Count
    not_helpful: Count
    actions: list[NextAction] = []
    version: Version


class GuidePage(Page[GuideView]):
    pass


class ReadsView(View):
    """The count goes up with each reading and is told by the guide itself."""

    guide: Id
    edition: Edition


class GuideVoteView(View):
    guide: Id
    helpful: bool


PUBLISH_GUIDE = Op(
    "publish_guide", POST("/guides"), PublishGuide, GuideView, OFFICE, "Publish a short guide",
    errors=(OUTSIDE_AREA, NO_SUCH_ITEM),
)  # fmt: skip
REVISE_GUIDE = Op(
    "revise_guide", PUT("/guides/{guide_id}"), ReviseGuide, GuideView, OFFICE, "Publish another text of it",
    errors=(NOT_FOUND, OUTSIDE_AREA, NO_SUCH_ITEM, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
WITHDRAW_GUIDE = Op(
    "withdraw_guide", POST("/guides/{guide_id}/withdraw", 200), WithdrawGuide, GuideView, OFFICE,
    "Let it not be shown any more", errors=(NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
REPUBLISH_GUIDE = Op(
    "republish_guide", POST("/guides/{guide_id}/republish", 200), RepublishGuide, GuideView, OFFICE, "Show it again",
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
GET_GUIDE = Op(
    "get_guide", GET("/guides/{guide_id}"), GetGuide, GuideView, PUBLIC, "One guide, as it is or as it was",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_GUIDES = Op(
    "list_guides", GET("/guides"), ListGuides, GuidePage, PUBLIC, "Published guides, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
SEARCH_GUIDES = Op(
    "search_guides", GET("/guides/search"), SearchGuides, GuidePage, PUBLIC, "Guides for what one wants to get done",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
READ_GUIDE = Op(
    "read_guide", POST("/guides/{guide_id}/reads"), ReadGuide, ReadsView, EVERYBODY, "Count that it was read",
    errors=(NOT_FOUND,),
)  # fmt: skip
RATE_GUIDE = Op(
    "rate_guide", PUT("/guides/{guide_id}/my-vote"), RateGuide, GuideVoteView, EVERYBODY,
    "Say whether it helped; one vote each, which may be changed", errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    PUBLISH_GUIDE, LIST_GUIDES, SEARCH_GUIDES, GET_GUIDE, REVISE_GUIDE, WITHDRAW_GUIDE, REPUBLISH_GUIDE, READ_GUIDE,
    RATE_GUIDE,
)  # fmt: skip
EVENTS = ()
