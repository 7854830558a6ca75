"""What tickets answers and listens to."""

import logging

from services.tickets.store import TicketStore
from services.tickets.usecases import (
    bills,
    elections,
    grids,
    matters,
    photos,
    privacy,
    resolutions,
    sessions,
    topics,
    votes,
)
from shared.contracts.residents import AreaDrawn, AreaEnded, ChangeMoved, ExportRequested, PersonErased
from shared.contracts.tickets import bills as bills_api
from shared.contracts.tickets import elections as elections_api
from shared.contracts.tickets import matters as matters_api
from shared.contracts.tickets import photos as photos_api
from shared.contracts.tickets import resolutions as resolutions_api
from shared.contracts.tickets import sessions as sessions_api
from shared.contracts.tickets import topics as topics_api
from shared.contracts.tickets import votes as votes_api
from shared.messaging.every import every
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database

log = logging.getLogger(__name__)


class Tickets:
    name = "tickets"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("tickets", TicketStore))

    @serve(matters_api.OPEN_TICKET)
    def open_ticket(self, call):
        return self.store.perform(call, matters.open_ticket)

    @serve(matters_api.GET_TICKET)
    def get_ticket(self, call):
        return self.store.perform(call, matters.get_ticket)

    @serve(matters_api.LIST_TICKETS)
    def list_tickets(self, call):
        return self.store.perform(call, matters.list_tickets)

    @serve(matters_api.ACCEPT_TICKET)
    def accept_ticket(self, call):
        return self.store.perform(call, matters.accept_ticket)

    @serve(matters_api.FINISH_TICKET)
    def finish_ticket(self, call):
        return self.store.perform(call, matters.finish_ticket)

    @serve(matters_api.RATE_TICKET)
    def rate_ticket(self, call):
        return self.store.perform(call, matters.rate_ticket)

    @serve(matters_api.SHOW_BOARD)
    def show_board(self, call):
        return self.store.perform(call, matters.show_board)

    @serve(photos_api.ADD_PHOTO)
    def add_photo(self, call):
        return self.store.perform(call, photos.add_photo)

    @serve(photos_api.GET_PHOTO)
    def get_photo(self, call):
        return self.store.perform(call, photos.get_photo)

    # topics

    @serve(topics_api.PROPOSE_TOPIC)
    def propose_topic(self, call):
        return self.store.perform(call, topics.propose_topic)

    @serve(topics_api.GET_TOPIC)
    def get_topic(self, call):
        return self.store.perform(call, topics.get_topic)

    @serve(topics_api.LIST_TOPICS)
    def list_topics(self, call):
        return self.store.perform(call, topics.list_topics)

    @serve(topics_api.SECOND_TOPIC)
    def second_topic(self, call):
        return self.store.perform(call, topics.second_topic)

    @serve(topics_api.INVITE_EXPERT)
    def invite_expert(self, call):
        return self.store.perform(call, topics.invite_expert)

    @serve(topics_api.SPEAK_TO_TOPIC)
    def speak_to_topic(self, call):
        return self.store.perform(call, topics.speak_to_topic)

    @serve(topics_api.LIST_STATEMENTS)
    def list_statements(self, call):
        return self.store.perform(call, topics.list_statements)

    @serve(topics_api.SWITCH_RIGHTS)
    def switch_rights(self, call):
        return self.store.perform(call, topics.switch_rights)

    @serve(topics_api.AGREE_ON_TOPIC)
    def agree_on_topic(self, call):
        return self.store.perform(call, topics.agree_on_topic)

    @serve(topics_api.DEBATE_TOPIC)
    def debate_topic(self, call):
        return self.store.perform(call, topics.debate_topic)

    @serve(topics_api.DECIDE_TOPIC)
    def decide_topic(self, call):
        return self.store.perform(call, topics.decide_topic)

    @serve(topics_api.CARRY_OUT_TOPIC)
    def carry_out_topic(self, call):
        return self.store.perform(call, topics.carry_out_topic)

    @serve(topics_api.RATE_TOPIC)
    def rate_topic(self, call):
        return self.store.perform(call, topics.rate_topic)

    @serve(topics_api.DROP_TOPIC)
    def drop_topic(self, call):
        return self.store.perform(call, topics.drop_topic)

    @serve(topics_api.PICK_TOPIC)
    def pick_topic(self, call):
        return self.store.perform(call, topics.pick_topic)

    # sessions

    @serve(sessions_api.PLAN_SESSION)
    def plan_session(self, call):
        return self.store.perform(call, sessions.plan_session)

    @serve(sessions_api.GET_SESSION)
    def get_session(self, call):
        return self.store.perform(call, sessions.get_session)

    @serve(sessions_api.FIND_SESSIONS)
    def find_sessions(self, call):
        return self.store.perform(call, sessions.find_sessions)

    @serve(sessions_api.ATTEND_SESSION)
    def attend_session(self, call):
        return self.store.perform(call, sessions.attend_session)

    @serve(sessions_api.RECORD_ATTENDANCE)
    def record_attendance(self, call):
        return self.store.perform(call, sessions.record_attendance)

    @serve(sessions_api.HOLD_SESSION)
    def hold_session(self, call):
        return self.store.perform(call, sessions.hold_session)

    @serve(sessions_api.CANCEL_SESSION)
    def cancel_session(self, call):
        return self.store.perform(call, sessions.cancel_session)

    @serve(sessions_api.SHOW_TALK_FIGURES)
    def show_talk_figures(self, call):
        return self.store.perform(call, sessions.show_talk_figures)

    # votes

    @serve(votes_api.OPEN_VOTE)
    def open_vote(self, call):
        return self.store.perform(call, votes.open_vote)

    @serve(votes_api.GET_VOTE)
    def get_vote(self, call):
        return self.store.perform(call, votes.get_vote)

    @serve(votes_api.LIST_VOTES)
    def list_votes(self, call):
        return self.store.perform(call, votes.list_votes)

    @serve(votes_api.CAST_VOTE)
    def cast_vote(self, call):
        return self.store.perform(call, votes.cast_vote)

    @serve(votes_api.RECORD_VOTE)
    def record_vote(self, call):
        return self.store.perform(call, votes.record_vote)

    @serve(votes_api.CLOSE_VOTE)
    def close_vote(self, call):
        return self.store.perform(call, votes.close_vote)

    @every(2)
    def close_votes(self):
        for due in self.store.look().votes_due():
            self._close(f"close_vote|{due}", lambda store, _actor, due=due: votes.close_when_due(store, due))

    # elections

    @serve(elections_api.OPEN_ELECTION)
    def open_election(self, call):
        return self.store.perform(call, elections.open_election)

    @serve(elections_api.GET_ELECTION)
    def get_election(self, call):
        return self.store.perform(call, elections.get_election)

    @serve(elections_api.LIST_ELECTIONS)
    def list_elections(self, call):
        return self.store.perform(call, elections.list_elections)

    @serve(elections_api.TAKE_PAPER)
    def take_paper(self, call):
        return self.store.perform(call, elections.take_paper)

    @serve(elections_api.CAST_BALLOT)
    def cast_ballot(self, call):
        return self.store.perform(call, elections.cast_ballot)

    @serve(elections_api.CLOSE_ELECTION)
    def close_election(self, call):
        return self.store.perform(call, elections.close_election)

    @serve(elections_api.SHOW_BALLOTS)
    def show_ballots(self, call):
        return self.store.perform(call, elections.show_ballots)

    @every(2)
    def close_elections(self):
        for due in self.store.look().elections_due():
            self._close(f"close_election|{due}", lambda store, _actor, due=due: elections.close_when_due(store, due))

    def _close(self, key, close):
        """What is wrong with one that is due keeps no other from being closed."""
        try:
            self.store.act(key, close)
        except Exception:
            log.exception("%s: tried again next turn", key)

    # resolutions

    @serve(resolutions_api.MAKE_RESOLUTION)
    def make_resolution(self, call):
        return self.store.perform(call, resolutions.make_resolution)

    @serve(resolutions_api.GET_RESOLUTION)
    def get_resolution(self, call):
        return self.store.perform(call, resolutions.get_resolution)

    @serve(resolutions_api.LIST_RESOLUTIONS)
    def list_resolutions(self, call):
        return self.store.perform(call, resolutions.list_resolutions)

    @serve(resolutions_api.REPORT_ON_RESOLUTION)
    def report_on_resolution(self, call):
        return self.store.perform(call, resolutions.report_on_resolution)

    @serve(resolutions_api.CARRY_OUT_RESOLUTION)
    def carry_out_resolution(self, call):
        return self.store.perform(call, resolutions.carry_out_resolution)

    @serve(resolutions_api.RATE_RESOLUTION)
    def rate_resolution(self, call):
        return self.store.perform(call, resolutions.rate_resolution)

    @serve(resolutions_api.REVOKE_RESOLUTION)
    def revoke_resolution(self, call):
        return self.store.perform(call, resolutions.revoke_resolution)

    @serve(resolutions_api.SHOW_RESOLUTION_FIGURES)
    def show_resolution_figures(self, call):
        return self.store.perform(call, resolutions.show_resolution_figures)

    # bills

    @serve(bills_api.OPEN_BILL)
    def open_bill(self, call):
        return self.store.perform(call, bills.open_bill)

    @serve(bills_api.GET_BILL)
    def get_bill(self, call):
        return self.store.perform(call, bills.get_bill)

    @serve(bills_api.LIST_BILLS)
    def list_bills(self, call):
        return self.store.perform(call, bills.list_bills)

    @serve(bills_api.READ_METER)
    def read_meter(self, call):
        return self.store.perform(call, bills.read_meter)

    @serve(bills_api.SETTLE_BILL)
    def settle_bill(self, call):
        return self.store.perform(call, bills.settle_bill)

    @serve(bills_api.RECORD_PAYMENT)
    def record_payment(self, call):
        return self.store.perform(call, bills.record_payment)

    # areas

    @subscribe(AreaDrawn)
    def keep_area(self, delivered):
        self.store.react(delivered, grids.keep_area)

    @subscribe(AreaEnded)
    def end_area(self, delivered):
        self.store.react(delivered, grids.end_area)

    @subscribe(ChangeMoved)
    def show_attached(self, delivered):
        self.store.react(delivered, photos.show_attached)

    @subscribe(ExportRequested)
    def hand_over_copy(self, delivered):
        self.store.react(delivered, privacy.hand_over_copy)

    @subscribe(PersonErased)
    def forget_reporter(self, delivered):
        self.store.react(delivered, privacy.forget_reporter)


SERVICE = Tickets
