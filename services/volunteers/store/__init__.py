"""What volunteers finds and keeps."""

from functools import cached_property

from services.volunteers.store.activities import ActivityStore
from services.volunteers.store.adding import AddingStore
from services.volunteers.store.agreements import AgreementStore
from services.volunteers.store.call_outs import CallOutStore
from services.volunteers.store.clearing import ClearingStore
from services.volunteers.store.community_funds import CommunityFundStore
from services.volunteers.store.copying import CopyingStore
from services.volunteers.store.deliveries import DeliveryStore
from services.volunteers.store.drills import DrillStore
from services.volunteers.store.duty import DutyStore
from services.volunteers.store.fairs import FairStore
from services.volunteers.store.forgetting import ForgettingStore
from services.volunteers.store.gifts import GiftStore
from services.volunteers.store.growth import GrowthStore
from services.volunteers.store.growth_standings import GrowthStandingStore
from services.volunteers.store.hazards import HazardStore
from services.volunteers.store.help_notes import HelpNoteStore
from services.volunteers.store.help_reach import HelpReachStore
from services.volunteers.store.help_showing import HelpShowingStore
from services.volunteers.store.help_visits import HelpVisitStore
from services.volunteers.store.hours_transfers import HoursTransferStore
from services.volunteers.store.matching import MatchingStore
from services.volunteers.store.meeting_pairs import MeetingPairStore
from services.volunteers.store.meetings import MeetingStore
from services.volunteers.store.needs import NeedStore
from services.volunteers.store.pair_visits import PairVisitStore
from services.volunteers.store.pairs import PairStore
from services.volunteers.store.pantry import PantryStore
from services.volunteers.store.people import PeopleStore
from services.volunteers.store.points import PointsStore
from services.volunteers.store.points_offers import PointsOfferStore
from services.volunteers.store.posts import PostStore
from services.volunteers.store.projects import ProjectStore
from services.volunteers.store.purses import PurseStore
from services.volunteers.store.redemptions import RedemptionStore
from services.volunteers.store.register import RegisterStore
from services.volunteers.store.resources import ResourceStore
from services.volunteers.store.response_records import ResponseRecordStore
from services.volunteers.store.response_teams import ResponseTeamStore
from services.volunteers.store.rota import RotaStore
from services.volunteers.store.shifts import ShiftStore
from services.volunteers.store.shop import ShopStore
from services.volunteers.store.swaps import SwapStore
from services.volunteers.store.team_rolls import TeamRollStore
from services.volunteers.store.time_bank import TimeBankStore
from services.volunteers.store.tour_attendance import TourAttendanceStore
from services.volunteers.store.tours import TourStore
from services.volunteers.store.trainings import TrainingStore
from services.volunteers.store.wards import WardStore
from shared.ledger.book import Book
from shared.ledger.collections import Ledger

STORES = (
    AddingStore,
    PeopleStore,
    NeedStore,
    MatchingStore,
    ResourceStore,
    ProjectStore,
    ActivityStore,
    ShiftStore,
    ForgettingStore,
    CopyingStore,
    DutyStore,
    PostStore,
    TrainingStore,
    GrowthStore,
    GrowthStandingStore,
    TimeBankStore,
    HoursTransferStore,
    HelpVisitStore,
    ClearingStore,
    RegisterStore,
    PointsStore,
    ShopStore,
    PurseStore,
    GiftStore,
    WardStore,
    PairStore,
    PairVisitStore,
    RotaStore,
    AgreementStore,
    DeliveryStore,
    TeamRollStore,
    TourStore,
    TourAttendanceStore,
    MeetingStore,
    MeetingPairStore,
    CommunityFundStore,
    FairStore,
    RedemptionStore,
    PointsOfferStore,
    SwapStore,
    PantryStore,
    HelpReachStore,
    HelpShowingStore,
    HelpNoteStore,
    ResponseTeamStore,
    HazardStore,
    DrillStore,
    CallOutStore,
    ResponseRecordStore,
)
LEDGER = Ledger("volunteers")


class VolunteerStore(*STORES):
    """All of volunteers' stores in one unit of work."""

    documents = (*(document for store in STORES for document in store.documents), LEDGER)

    @cached_property
    def book(self) -> Book:
        """Hours in minutes, and points."""
        return Book(LEDGER, self.now)
