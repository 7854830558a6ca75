"""Letter boxes: hang, empty, file their letters, and see which rounds were missed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.tickets.domain.emptying_rounds import LONGEST_GRACE, closed_between, rounds
from services.tickets.domain.hosting import hosts, refuse_to_open
from services.tickets.domain.letter_boxes import (
    counted,
    day_of_emptying,
    figures,
    first_judged_to,
    judge_next,
    refuse_more_letters,
    refuse_past,
    refuse_period,
)
from services.tickets.domain.recurrence import recurrence
from services.tickets.usecases.intake import file_matter
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.pointing import pointing
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.intake import OpenTicket
from shared.contracts.tickets.letter_boxes import (
    BOX_TAKEN_DOWN,
    TOO_MANY_BOXES,
    BoxEmptied,
    BoxFiguresView,
    BoxPage,
    BoxRoundMissed,
    BoxRoundState,
    BoxRoundsView,
    BoxRoundView,
    BoxView,
    ChangeBoxRule,
    ChangeKeeper,
    EmptyBox,
    EmptyingPage,
    EmptyingRule,
    EmptyingView,
    FileLetter,
    GetBox,
    HangBox,
    Letter,
    ListBoxes,
    ListEmptyings,
    ShowBoxFigures,
    ShowBoxRounds,
    TakeDownBox,
)
from shared.contracts.tickets.matters import Channel
from shared.kernel.errors import FORBIDDEN, OUTSIDE_AREA

BOXES_AT_ONCE = 500


def hang_box(store: Any, actor: Actor, command: HangBox) -> BoxView:
    refuse_to_open(actor, command.area)
    recurrence(command.rule, command.begins)
    box = store.new_box(
        command.point, name=command.name, area=command.area, spot=command.spot, keeper=command.keeper,
        keeper_title=command.keeper_title, judged_to=first_judged_to(command.begins, store.today).isoformat(),
    )  # fmt: skip
    store.schedule(box, command, command.begins, actor.account)
    return kept(store, actor, box)


def get_box(store: Any, actor: Actor, command: GetBox) -> BoxView:
    return shown(store, actor, store.get_box(command.box_id))


def list_boxes(store: Any, actor: Actor, command: ListBoxes) -> BoxPage:
    found = store.find_boxes(command.area, beyond(command.cursor), command.limit + 1)
    return BoxPage(
        items=[shown(store, actor, box) for box in found[: command.limit]], next=following(found, command.limit)
    )


def change_box_rule(store: Any, actor: Actor, command: ChangeBoxRule) -> BoxView:
    box = box_to_change(store, actor, command.box_id)
    refuse_past(command.from_day, store.today)
    recurrence(command.rule, command.from_day)
    made = EmptyingRule(rule=command.rule, begins=command.from_day, grace_days=command.grace_days)
    store.schedule(box, made, command.from_day, actor.account)
    return kept(store, actor, box)


def change_keeper(store: Any, actor: Actor, command: ChangeKeeper) -> BoxView:
    box = box_to_change(store, actor, command.box_id)
    box.keeper, box.keeper_title = command.keeper, command.keeper_title
    return kept(store, actor, box)


def take_down_box(store: Any, actor: Actor, command: TakeDownBox) -> BoxView:
    box = box_to_change(store, actor, command.box_id)
    box.taken_down_on, box.reason = store.today.isoformat(), command.reason
    return kept(store, actor, box)


def empty_box(store: Any, actor: Actor, command: EmptyBox) -> EmptyingView:
    box = box_to_empty(store, actor, command.box_id)
    emptied_at = command.emptied_at or store.now
    begins = store.schedules_of(box)[0].begins
    day = day_of_emptying(emptied_at, store.now, begins, store.last_day_of(box))
    refuse_more_letters(command.letters, len(command.matters))
    emptying = store.new_emptying(
        box, emptied_at=emptied_at, day=day.isoformat(), by=actor.account, letters=command.letters, note=command.note
    )
    for number, letter in enumerate(command.matters):
        with pointing(f"/matters/{number}"):
            file_one(store, actor, box, emptying, letter)
    store.save(emptying)
    emptied = BoxEmptied(
        box=box.id, name=box.name, area=box.area, letters=command.letters, emptied_at=emptying.emptied_at
    )
    store.announce(emptied, subject=emptying.id, version=emptying.version, area=box.area)
    return store.emptying_view(emptying)


def file_letter(store: Any, actor: Actor, command: FileLetter) -> EmptyingView:
    box = box_to_empty(store, actor, command.box_id)
    emptying = store.get_emptying(box.id, command.emptying_id)
    refuse_more_letters(emptying.letters, len(emptying.filed) + 1)
    file_one(store, actor, box, emptying, command)
    store.save(emptying)
    return store.emptying_view(emptying)


def list_emptyings(store: Any, actor: Actor, command: ListEmptyings) -> EmptyingPage:
    box_to_empty(store, actor, command.box_id)
    found = store.find_emptyings(command.box_id, beyond(command.cursor), command.limit + 1)
    return EmptyingPage(
        items=[store.emptying_view(each) for each in found[: command.limit]], next=following(found, command.limit)
    )


def show_box_rounds(store: Any, _actor: Actor, command: ShowBoxRounds) -> BoxRoundsView:
    refuse_period(command.since, command.until)
    box = store.get_box(command.box_id)
    emptied = store.emptied_days([box.id], command.since, command.until)[box.id]
    judged = judged_rounds(store, box, emptied, command)
    return BoxRoundsView(
        counts=counted(judged),
        rounds=[
            BoxRoundView(due=each.due, closes=each.closes, state=each.state, emptied_on=each.emptied_on)
            for each in judged
            if command.state in (None, each.state)
        ],
    )


def show_box_figures(store: Any, actor: Actor, command: ShowBoxFigures) -> BoxFiguresView:
    if not (actor.has(Role.AUDITOR) or actor.covers(command.area)):
        raise OUTSIDE_AREA("/area")
    refuse_period(command.since, command.until)
    boxes = store.find_boxes(command.area, None, BOXES_AT_ONCE + 1)
    if len(boxes) > BOXES_AT_ONCE:
        raise TOO_MANY_BOXES("/area", limit=BOXES_AT_ONCE)
    emptied = store.emptied_days([box.id for box in boxes], command.since, command.until)
    judged = [(box, judged_rounds(store, box, emptied[box.id], command)) for box in boxes]
    return figures(command.area, judged, store.letters_found(command.area, command.since, command.until))


def judge_box(store: Any, box_id: str) -> None:
    """Timer: announces the rounds that nobody made in time."""
    box, yesterday = store.get_box(box_id), store.today - timedelta(days=1)
    judged_to, schedules, last = store.judged_to(box), store.schedules_of(box), store.last_day_of(box)
    emptied = store.emptied_days([box.id], judged_to - timedelta(days=LONGEST_GRACE), yesterday)[box.id]
    closed = closed_between(schedules, last, emptied, judged_to, yesterday)
    again = judge_next(schedules, last, store.today)
    box.judged_to, box.judge_on = max(judged_to, yesterday).isoformat(), again.isoformat() if again else None
    store.save(box)
    for each in closed:
        if each.state == BoxRoundState.MISSED:
            missed = BoxRoundMissed(box=box.id, name=box.name, area=box.area, due=each.due)
            store.announce(missed, subject=box.id, version=box.version, area=box.area)


def judged_rounds(store: Any, box: Any, emptied: Any, period: ShowBoxRounds | ShowBoxFigures) -> Any:
    return rounds(store.schedules_of(box), store.last_day_of(box), emptied, period.since, period.until, store.today)


def box_to_change(store: Any, actor: Actor, box_id: str) -> Any:
    box = store.get_box(box_id)
    if not hosts(actor, box.area):
        raise OUTSIDE_AREA()
    store.refuse_stale(box.version)
    if box.taken_down_on is not None:
        raise BOX_TAKEN_DOWN()
    return box


def box_to_empty(store: Any, actor: Actor, box_id: str) -> Any:
    box = store.get_box(box_id)
    if actor.account != box.keeper and not hosts(actor, box.area):
        raise FORBIDDEN()
    return box


def file_one(store: Any, actor: Actor, box: Any, emptying: Any, letter: Letter) -> None:
    """Whoever empties a box files its letters as a front desk does, also a head who is a resident."""
    clerk = replace(actor, roles=actor.roles | {Role.COUNTER_CLERK})
    somewhere = letter.point or letter.address or letter.building
    report = OpenTicket(
        category=letter.category, text=letter.text, extra=letter.extra, photos=letter.photos,
        point=letter.point if somewhere else store.point_of(box), address=letter.address,
        building=letter.building, on_behalf=letter.on_behalf, channel=Channel.LETTER_BOX,
    )  # fmt: skip
    store.add_letter(emptying, file_matter(store, clerk, report, f"letter_box:{box.id}"))


def kept(store: Any, actor: Actor, box: Any) -> BoxView:
    """Whatever has changed of a box, the timer looks at its rounds anew."""
    box.judge_on = store.today.isoformat()
    store.save(box)
    return shown(store, actor, box)


def shown(store: Any, actor: Actor, box: Any) -> BoxView:
    return store.box_view(box, actor.account == box.keeper or hosts(actor, box.area))
