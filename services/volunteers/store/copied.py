"""What a copy of somebody's data tells of each collection. What is not named here stays out of it."""

import json
from collections.abc import Mapping
from datetime import datetime

from services.volunteers.documents.activities import Team, TeamMember
from services.volunteers.documents.agreements import Agreement, Delivery, PartnerUnit
from services.volunteers.documents.call_outs import CallOut
from services.volunteers.documents.drills import Drill
from services.volunteers.documents.duty import Duty
from services.volunteers.documents.growth import GroupAnswer, Posting
from services.volunteers.documents.hazards import Hazard, Inspection, RiskPoint
from services.volunteers.documents.help_calls import HelpBlock, HelpCall
from services.volunteers.documents.help_notes import HelpNote
from services.volunteers.documents.help_visits import HelpVisit
from services.volunteers.documents.hours_transfers import HoursTransfer
from services.volunteers.documents.meetings import MeetingMember, MeetingPair, MeetingSeat
from services.volunteers.documents.needs import AssetBooking, Resource
from services.volunteers.documents.pairs import Pair, PairGap, PairVisit, PlanEdition
from services.volunteers.documents.pantry import FoodBatch
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.points import Award
from services.volunteers.documents.posts import Deed, Post
from services.volunteers.documents.purses import PointsYear, Purse
from services.volunteers.documents.register import KnownAccount
from services.volunteers.documents.response_teams import StreetDuty
from services.volunteers.documents.shifts import HoursOutside, ServiceRecord, Shift
from services.volunteers.documents.shop import CodeGuesses, Gift, PointsOffer, Redemption, Shop
from services.volunteers.documents.swaps import IdleItem, Swap
from services.volunteers.documents.time_bank import HoursAccount
from services.volunteers.documents.tours import TourPerformer, TourStop
from services.volunteers.documents.trainings import Attendance, Training
from services.volunteers.documents.wards import Carer, Ward, WardLook
from services.volunteers.domain.help_calls import feedback_open
from services.volunteers.store.forgetting import SIGNED
from services.volunteers.store.hazards import RESPONSIBLE
from services.volunteers.store.help_calls import PLACE, SAID
from services.volunteers.store.help_notes import NOTED
from services.volunteers.store.help_visits import SAID_IN_DISPUTE
from services.volunteers.store.hours_transfers import SAID_OF_HOURS
from services.volunteers.store.meeting_pairs import NOTE
from services.volunteers.store.meetings import TOLD
from services.volunteers.store.pair_visits import TOLD_OF_A_VISIT
from services.volunteers.store.pairs import OF_A_PAIR
from services.volunteers.store.redemptions import CODE
from services.volunteers.store.shares import Row, Share, Somebody
from services.volunteers.store.swaps import CONTACT
from services.volunteers.store.wards import OF_A_WARD
from shared.storage.sealing import unseal

WORDS = ("by_volunteer", "by_caller")


def opens(purpose: str, *paths: str) -> Mapping[str, str]:
    return dict.fromkeys(paths, purpose)


def finish_own_call(row: Row, _somebody: Somebody, now: datetime) -> None:
    """Place as it was given, and of the feedback what is said of the caller."""
    row["place"] = json.loads(row["place"]) if row.get("place") else None
    _show_feedback(row.get("answers", []), "by_volunteer", now)


def finish_answered_call(row: Row, _somebody: Somebody, now: datetime) -> None:
    _show_feedback(row["answers"], "by_caller", now)


def _show_feedback(answers: list[Row], of_them: str, now: datetime) -> None:
    """What is said of them, once they may see it; and that they said something of the other side."""
    for answer in answers:
        given = [answer.get(words) is not None for words in WORDS]
        opened = answer.get("done_at") is not None and feedback_open(given, answer["done_at"], now)
        for words in WORDS:
            if words != of_them and answer.get(words) is not None:
                answer[words].pop("text", None)
        if not opened:
            answer.pop(of_them, None)
        elif answer.get(of_them, {}).get("text"):
            answer[of_them]["text"] = unseal(answer[of_them]["text"], SAID)


def finish_member(row: Row, _somebody: Somebody, _now: datetime) -> None:
    row["told"] = json.loads(row["told"])


def finish_meeting_pair(row: Row, somebody: Somebody, _now: datetime) -> None:
    """Their own word and note."""
    words, notes = row.pop("words", {}), row.pop("notes", {})
    mine = next((member for member in somebody["member"] if member in words or member in notes), None)
    row["word"] = words.get(mine)
    row["note"] = unseal(notes[mine], NOTE) if mine in notes else None


def finish_swap(row: Row, somebody: Somebody, _now: datetime) -> None:
    """Their own part of it."""
    mine = "owner" if row.pop("owner", None) in somebody["account"] else "asker"
    row.pop("asker", None)
    contacts = {side: row.pop(f"{side}_contact", None) for side in ("owner", "asker")}
    row["part"], row["contact"] = mine, unseal(contacts[mine], CONTACT) if contacts[mine] else None
    row["confirmed"] = any(account in row.pop("confirmed_by", ()) for account in somebody["account"])


def finish_hazard(row: Row, somebody: Somebody, _now: datetime) -> None:
    steps = ("found_by", "assignee", "treated_by", "verified_by")
    row["as"] = [step for step in steps if row.pop(step, None) in somebody["account"]]


CALL = "skill area starts_at ends_at minutes urgency helpers state opened_at "
ANSWER = (
    "answers.state answers.taken_at answers.said_by_volunteer answers.said_by_caller answers.minutes answers.done_at "
    "answers.by_volunteer answers.by_caller "
)
HELP = (
    "kind state area paid_by starts_at held said_by_volunteer said_by_beneficiary earned earned_at "
    "request reversed_because dispute.by dispute.opened_at dispute.reason dispute.grounds"
)
GIVEN = "kind minutes area to_area help request at reversed_at reversed_because"
SAID_OF_HELP = opens(SAID_IN_DISPUTE, "reversed_because", "dispute.reason", "dispute.grounds")
PAIR = "kind state area active_since counted_from paused_on last_visit due late_since edition reason "
PAIR_VISIT = "pair kind state area day began_at ended_at minutes what because in_time decided_at "

SHARES = (
    Share("volunteer", Volunteer, "_id", "volunteer",
          "area place radius birth_year occupation skills wishes slots confirmations.skill confirmations.at "
          "confirmations.evidence resting_until enrolled_at"),
    Share("duty", Duty, "_id", "volunteer", "community reported_at"),
    Share("posts", Post, "holders", "volunteer", "community kind title"),
    Share("deeds", Deed, "volunteer", "volunteer", "post community kind day minutes note state rating decided_at"),
    Share("trainings", Training, "signed_up", "volunteer", "area title sessions cancelled"),
    Share("attendances", Attendance, "volunteer", "volunteer", "day"),
    Share("group_postings", Posting, "account", "account", "group area posted_at ended_at"),
    Share("group_answers", GroupAnswer, "volunteer", "volunteer", "day"),
    Share("teams_led", Team, "leaders", "volunteer", "area name category"),
    Share("teams", TeamMember, "volunteer", "volunteer", "team squad place joined_at"),
    Share("shifts", Shift, "entries.account", "account",
          "area day title place starts ends cancelled entries.skill entries.state entries.signed_at entries.came_at "
          "entries.left_at entries.minutes entries.struck", mine={"entries": "account"}),
    Share("service", ServiceRecord, "_id", "account", "minutes outside shifts no_shows signed_at"),
    Share("hours_outside", HoursOutside, "account", "account", "day minutes what at struck"),

    Share("hours_account", HoursAccount, "_id", "hours",
          "area priority priority_reason opened_at"),
    Share("hours_given", HoursTransfer, "payer", "hours", GIVEN, opens(SAID_OF_HOURS, "reversed_because")),
    Share("hours_got", HoursTransfer, "payee", "hours", GIVEN + " reason", opens(SAID_OF_HOURS, "reason", "reversed_because")),
    Share("help_given", HelpVisit, "volunteer", "hours", HELP, SAID_OF_HELP),
    Share("help_received", HelpVisit, "beneficiary", "hours", HELP, SAID_OF_HELP),
    Share("help_witnessed", HelpVisit, "dispute.witness", "account",
          "kind area starts_at dispute.opened_at dispute.witness_minutes dispute.word",
          opens(SAID_IN_DISPUTE, "dispute.word")),

    Share("help_calls", HelpCall, "_id", "call",
          CALL + "text place confirmed_only audience before after reason " + ANSWER,
          {"text": SAID, "reason": SAID, "place": PLACE}, finish=finish_own_call),
    Share("help_calls_asked", HelpCall, "asked.account", "account", CALL + "asked.at", mine={"asked": "account"}),
    Share("help_calls_answered", HelpCall, "asked.account", "account", CALL + ANSWER + "answers.reason",
          opens(SAID, "answers.reason"), mine={"answers": "account"}, finish=finish_answered_call),
    Share("help_notes", HelpNote, "call", "call", "call area text due pending outcome written_at closed_at",
          opens(NOTED, "text", "outcome")),
    Share("help_blocks", HelpBlock, "by", "block", "call at"),

    Share("cared_for", Ward, "person", "person", "kind area living_alone"),
    Share("children", Ward, "consent.guardian", "person",
          "kind area name birth_year consent.paper consent.given_on consent.recorded_at consent.withdrawn_at "
          "consent.withdrawn_because",
          opens(OF_A_WARD, "name", "consent.paper", "consent.withdrawn_because")),
    Share("looks", WardLook, "ward", "ward", "ward role office reason note at", opens(OF_A_WARD, "note")),
    Share("check", Carer, "_id", "volunteer", "paper until confirmed_at withdrawn_at withdrawn_because",
          opens(OF_A_WARD, "paper", "withdrawn_because")),
    Share("pairs_as_carer", Pair, "_id", "caring", PAIR, opens(OF_A_PAIR, "reason")),
    Share("pairs_as_cared_for", Pair, "_id", "cared_for", PAIR + "paper", opens(OF_A_PAIR, "reason", "paper")),
    Share("pair_plans", PlanEdition, "pair", "paired", "pair edition interval rule first grace what since"),
    Share("pair_visits_made", PairVisit, "pair", "caring", PAIR_VISIT),
    Share("pair_visits_received", PairVisit, "pair", "cared_for", PAIR_VISIT + "note needs needs_open answer",
          opens(TOLD_OF_A_VISIT, "note", "needs", "answer")),
    Share("pair_gaps", PairGap, "pair", "paired", "pair kind since closed_on"),

    Share("partner_units", PartnerUnit, "known", "account", "area name kind"),
    Share("deliveries", Delivery, "by", "account", "area kind day quantity served what state reason"),
    Share("performer", TourPerformer, "account", "account", "area role topics"),
    Share("tours_performed", TourStop, "performers", "performer", "area kind title place starts ends state"),
    Share("tours_asked", TourStop, "asked_by", "account", "area kind title host unit place wished starts ends state reason"),
    Share("tours_seen", TourStop, "seated.account", "account", "area kind title place starts ends seated.came_at",
          mine={"seated": "account"}),
    Share("meetings_joined", MeetingMember, "account", "account", "series told permits_present permits_pair joined_at",
          opens(TOLD, "told"), finish=finish_member),
    Share("meeting_seats", MeetingSeat, "member", "member", "meeting number came_at"),
    Share("meeting_pairs", MeetingPair, "members", "member", "meeting words notes state formed_at", finish=finish_meeting_pair),

    Share("admitted", KnownAccount, "_id", "account", ""),
    Share("awards", Award, "account", "account", "area kind times points day taken_back"),
    Share("purses", Purse, "account", "account", ""),
    Share("points_years", PointsYear, "purse", "purse", "year issued settled"),
    Share("shops", Shop, "merchant", "account", "name area since closed_at"),
    Share("gifts", Gift, "giver", "account", "shop title count photos state value note given_at"),
    Share("offers_shown", PointsOffer, "photos_by", "account", "shop title photos"),
    Share("wrong_codes", CodeGuesses, "_id", "account", "at"),
    Share("redemptions", Redemption, "account", "account",
          "shop title count points minutes state code reserved_at expires_at collected_at returned_at returned_because", opens(CODE, "code")),
    Share("idle_items", IdleItem, "owner", "account", "area title condition wanted photos state offered_at expires_at"),
    Share("swaps", Swap, "parties", "account",
          "item title exchange_title owner asker area state owner_contact asker_contact confirmed_by asked_at",
          finish=finish_swap),
    Share("food_given", FoodBatch, "donor", "account", "area food best_before state received received_at"),

    Share("resources", Resource, "account", "account",
          "unit source kind skills area longitude latitude reach capacity slots evidence withdrawn given done dropped listed_at"),
    Share("asset_bookings", AssetBooking, "account", "account", "resource starts_at ends_at quantity purpose"),

    Share("risk_points", RiskPoint, "responsible_account", "account",
          "code area place kind level unit responsible every_days inspected_on due_on active",
          opens(RESPONSIBLE, "responsible")),
    Share("inspections", Inspection, "by", "account", "risk_point day at findings photos late_days"),
    Share("hazards", Hazard, "people", "account",
          "area place kind level text state found_on found_by assignee due_on treated_on treated_by treatment verified_on "
          "verified_by", finish=finish_hazard),
    Share("street_duties", StreetDuty, "accounts", "account", ""),
    Share("drills", Drill, "there.member", "roster", "community kind title place state starts_at there.seconds",
          mine={"there": "member"}),
    Share("call_outs", CallOut, "calls.account", "account",
          "area place kind raised_at calls.squad calls.ring calls.state calls.called_at calls.minutes calls.answer_seconds "
          "calls.arrival_seconds calls.metres_off", mine={"calls": "account"}),
)  # fmt: skip

IN_OFFICE = (
    *SIGNED, (HelpCall, "opened_by"), (PartnerUnit, "registered_by"), (Agreement, "signed_by"), (Agreement, "unit_signed_by"),
    (Delivery, "decided_by"), (Volunteer, "confirmations.by"), (Shift, "entries.by"),
)  # fmt: skip
"""What somebody decided or wrote down in office is about others: a copy says only where their name stands."""
