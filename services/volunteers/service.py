"""What volunteers answers and listens to."""

from services.volunteers.entrypoints.activities import Activities
from services.volunteers.entrypoints.agreements import Agreements
from services.volunteers.entrypoints.attendance import Attendance
from services.volunteers.entrypoints.call_outs import CallOuts
from services.volunteers.entrypoints.clearing import Clearings
from services.volunteers.entrypoints.community_funds import CommunityFunds
from services.volunteers.entrypoints.drills import Drills
from services.volunteers.entrypoints.duty import Duties
from services.volunteers.entrypoints.fairs import Fairs
from services.volunteers.entrypoints.gifts import Gifts
from services.volunteers.entrypoints.growth import Growth
from services.volunteers.entrypoints.hazards import Hazards
from services.volunteers.entrypoints.help_answers import HelpAnswers
from services.volunteers.entrypoints.help_calls import HelpCalls
from services.volunteers.entrypoints.help_errands import HelpErrands
from services.volunteers.entrypoints.help_notes import HelpNotes
from services.volunteers.entrypoints.help_visits import HelpVisits
from services.volunteers.entrypoints.hours_transfers import HoursTransfers
from services.volunteers.entrypoints.matching import Matching
from services.volunteers.entrypoints.meetings import Meetings
from services.volunteers.entrypoints.my_page import MyPage
from services.volunteers.entrypoints.needs import Needs
from services.volunteers.entrypoints.pairing import Pairing
from services.volunteers.entrypoints.pantry import FoodPantry
from services.volunteers.entrypoints.people import People
from services.volunteers.entrypoints.points import PointsEarned
from services.volunteers.entrypoints.points_offers import PointsOffers
from services.volunteers.entrypoints.posts import Posts
from services.volunteers.entrypoints.projects import Projects
from services.volunteers.entrypoints.redeeming import Redeeming
from services.volunteers.entrypoints.register import Register
from services.volunteers.entrypoints.resources import Resources
from services.volunteers.entrypoints.response_records import ResponseRecords
from services.volunteers.entrypoints.response_teams import ResponseTeams
from services.volunteers.entrypoints.returning import Returning
from services.volunteers.entrypoints.rota import Rota
from services.volunteers.entrypoints.shifts import Shifts
from services.volunteers.entrypoints.shop import PointsShops
from services.volunteers.entrypoints.sign_up_pauses import SignUpPauses
from services.volunteers.entrypoints.swaps import Swaps
from services.volunteers.entrypoints.team_rolls import TeamRolls
from services.volunteers.entrypoints.time_bank import TimeBank
from services.volunteers.entrypoints.tours import Tours
from services.volunteers.entrypoints.trainings import Trainings
from services.volunteers.outside.solving import Solver
from services.volunteers.store import VolunteerStore
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.storage.database import Database


class Volunteers(
    Register,
    People,
    MyPage,
    Needs,
    Resources,
    Matching,
    Projects,
    Activities,
    Shifts,
    SignUpPauses,
    Attendance,
    Duties,
    Posts,
    Trainings,
    Growth,
    TimeBank,
    HoursTransfers,
    HelpVisits,
    Clearings,
    PointsEarned,
    PointsShops,
    Gifts,
    PointsOffers,
    Redeeming,
    Returning,
    Pairing,
    Rota,
    Agreements,
    TeamRolls,
    Tours,
    Meetings,
    CommunityFunds,
    Fairs,
    Swaps,
    FoodPantry,
    HelpCalls,
    HelpAnswers,
    HelpNotes,
    HelpErrands,
    ResponseTeams,
    Hazards,
    Drills,
    CallOuts,
    ResponseRecords,
):
    """One subject each: its entrypoints are in `entrypoints/<subject>.py`."""

    name = "volunteers"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("volunteers", VolunteerStore))
    solver = Provide(Solver)


SERVICE = Volunteers
