"""What tickets finds and keeps."""

from services.tickets.store.bills import BillStore
from services.tickets.store.board import BoardStore
from services.tickets.store.booking_figures import BookingFigureStore
from services.tickets.store.bookings import BookingStore
from services.tickets.store.catalogue import CatalogueStore
from services.tickets.store.desk_figures import DeskFiguresStore
from services.tickets.store.desk_requests import DeskRequestStore
from services.tickets.store.elections import ElectionStore
from services.tickets.store.escalations import EscalationStore
from services.tickets.store.exports import ExportStore
from services.tickets.store.fieldwork import FieldworkStore
from services.tickets.store.figures import FigureStore
from services.tickets.store.filing_figures import FilingFigureStore
from services.tickets.store.filings import FilingStore
from services.tickets.store.grids import GridStore
from services.tickets.store.home_services import HomeServiceStore
from services.tickets.store.items import ItemStore
from services.tickets.store.joint import JointStore
from services.tickets.store.letter_boxes import LetterBoxStore
from services.tickets.store.live_desk import LiveDeskStore
from services.tickets.store.matters import MatterStore
from services.tickets.store.moderation import ModerationStore
from services.tickets.store.outside import OutsideStore
from services.tickets.store.photos import PhotoStore
from services.tickets.store.privacy import PrivacyStore
from services.tickets.store.publishing import PublicationStore
from services.tickets.store.questions import PolicyQuestionStore
from services.tickets.store.resolutions import ResolutionStore
from services.tickets.store.round_series import RoundSeriesStore
from services.tickets.store.rounds import RoundStore
from services.tickets.store.searching import SearchStore
from services.tickets.store.service_requests import ServiceRequestStore
from services.tickets.store.sessions import SessionStore
from services.tickets.store.topics import TopicStore
from services.tickets.store.votes import VoteStore
from services.tickets.store.waste import WasteStore

STORES = (
    EscalationStore,
    JointStore,
    OutsideStore,
    MatterStore,
    BoardStore,
    CatalogueStore,
    FigureStore,
    ExportStore,
    PhotoStore,
    LetterBoxStore,
    FieldworkStore,
    ServiceRequestStore,
    GridStore,
    TopicStore,
    SessionStore,
    VoteStore,
    ElectionStore,
    ResolutionStore,
    BillStore,
    HomeServiceStore,
    RoundStore,
    RoundSeriesStore,
    BookingStore,
    BookingFigureStore,
    ItemStore,
    FilingStore,
    FilingFigureStore,
    SearchStore,
    PublicationStore,
    PolicyQuestionStore,
    WasteStore,
    LiveDeskStore,
    DeskRequestStore,
    DeskFiguresStore,
    ModerationStore,
)


class TicketStore(*STORES, PrivacyStore):
    """All of tickets' stores in one unit of work."""

    documents = tuple(document for store in STORES for document in store.documents)
