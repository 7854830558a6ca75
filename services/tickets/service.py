"""What tickets answers and listens to."""

from services.tickets.entrypoints.bills import Bills
from services.tickets.entrypoints.board import Board
from services.tickets.entrypoints.bookings import Bookings
from services.tickets.entrypoints.catalogue import Catalogue
from services.tickets.entrypoints.desk_requests import DeskRequests
from services.tickets.entrypoints.elections import Elections
from services.tickets.entrypoints.escalations import Escalations
from services.tickets.entrypoints.exports import Exports
from services.tickets.entrypoints.fieldwork import Fieldwork
from services.tickets.entrypoints.figures import Figures
from services.tickets.entrypoints.filings import Filings
from services.tickets.entrypoints.following import Following
from services.tickets.entrypoints.grading import Grading
from services.tickets.entrypoints.guides import Guides
from services.tickets.entrypoints.home_services import HomeServices
from services.tickets.entrypoints.items import Items
from services.tickets.entrypoints.joint import JointMeetings
from services.tickets.entrypoints.letter_boxes import LetterBoxes
from services.tickets.entrypoints.live_desk import LiveDesk
from services.tickets.entrypoints.matters import Matters
from services.tickets.entrypoints.moderation import Moderation
from services.tickets.entrypoints.outside import OutsideDesks
from services.tickets.entrypoints.photos import Photos
from services.tickets.entrypoints.policies import Policies
from services.tickets.entrypoints.residents import Residents
from services.tickets.entrypoints.resolutions import Resolutions
from services.tickets.entrypoints.rounds import Rounds
from services.tickets.entrypoints.routing import Routing
from services.tickets.entrypoints.searching import Searching
from services.tickets.entrypoints.service_requests import ServiceRequests
from services.tickets.entrypoints.sessions import Sessions
from services.tickets.entrypoints.topics import Topics
from services.tickets.entrypoints.votes import Votes
from services.tickets.outside.pictures import Pictures
from services.tickets.store import TicketStore
from services.tickets.usecases.catalogue import SEEDING, seed_catalogue
from services.tickets.usecases.clocks import warn_of_unknown_holidays
from services.tickets.usecases.outside import seed_outside_desks
from services.tickets.usecases.searching import seed_synonyms
from services.tickets.usecases.waste import seed_waste
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.storage.database import Database


def open_database() -> Database:
    database = Database("tickets", TicketStore)
    database.act(SEEDING, seed_catalogue)
    database.act("first-outside-desks", seed_outside_desks)
    database.act("first-waste", seed_waste)
    database.act("first-synonyms", seed_synonyms)
    warn_of_unknown_holidays(database.look().now)
    return database


class Tickets(
    Matters,
    Board,
    Figures,
    Exports,
    Routing,
    Escalations,
    JointMeetings,
    OutsideDesks,
    Following,
    Photos,
    LetterBoxes,
    Fieldwork,
    ServiceRequests,
    Catalogue,
    Grading,
    Topics,
    Sessions,
    Votes,
    Elections,
    Resolutions,
    Bills,
    HomeServices,
    Rounds,
    Bookings,
    Items,
    Filings,
    Guides,
    Policies,
    Searching,
    LiveDesk,
    DeskRequests,
    Moderation,
    Residents,
):
    """One subject each: its entrypoints are in `entrypoints/<subject>.py`."""

    name = "tickets"
    observe = Observe()
    relay = Relay()
    store = Provide(open_database)
    pictures = Provide(Pictures)


SERVICE = Tickets
