"""Staff: appoint, transfer, promote, dismiss, and say who answers for a place."""

from datetime import date
from typing import Any

from services.residents.domain.staff import (
    POSTS,
    next_grade,
    phase_on,
    refuse_outranked,
    refuse_unfit,
    starting_grade,
)
from services.residents.domain.tree import parent_of
from shared.contracts.actor import Actor
from shared.contracts.residents.areas import LoadedView
from shared.contracts.residents.staff import (
    ONE_PLACE,
    STAFF_NOT_SERVING,
    STAFF_SERVES,
    UNKNOWN_DUTY,
    WRONG_PERIOD,
    AppointStaff,
    DismissStaff,
    Duty,
    GetStaff,
    ListPosts,
    ListStaff,
    ListVacancies,
    LoadStaff,
    Phase,
    PostCatalogue,
    PostView,
    PromoteStaff,
    ResponsibleView,
    ShowResponsible,
    StaffAppointed,
    StaffDismissed,
    StaffPage,
    StaffView,
    TransferStaff,
    VacancyPage,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def list_posts(_store: Any, _actor: Actor, _command: ListPosts) -> PostCatalogue:
    return PostCatalogue(
        items=[
            PostView(
                code=post.code, name=post.name, name_en=post.name_en, role=post.role, duty=post.duty,
                by_building=post.by_building,
                grades=list(range(post.grades[0], post.grades[1] + 1)) if post.grades else [],
            )
            for post in POSTS.values()
        ]
    )  # fmt: skip


def appoint_staff(store: Any, actor: Actor, command: AppointStaff) -> StaffView:
    refuse_outranked(actor, command.post, command.areas)
    member = store.find_staff(command.staff_number) or store.new_staff(command.staff_number)
    if member.version is not None:
        store.refuse_stale(member.version)
        refuse_serving(member)
    grade = checked(store, command)
    store.name_staff(member, command.name, command.phone)
    member.appointments.append(store.new_appointment(command, grade, actor.account))
    settle(store, member)
    return store.staff_view(member)


def transfer_staff(store: Any, actor: Actor, command: TransferStaff) -> StaffView:
    member = store.get_staff(command.staff_number)
    present = in_service(member)
    refuse_outranked(actor, present.post, present.areas)
    refuse_outranked(actor, command.post, command.areas)
    grade = checked(store, command, date.fromisoformat(present.since))
    present.until = command.since.isoformat()
    member.appointments.append(store.new_appointment(command, grade, actor.account))
    settle(store, member)
    return store.staff_view(member)


def promote_staff(store: Any, actor: Actor, command: PromoteStaff) -> StaffView:
    member = store.get_staff(command.staff_number)
    present = in_service(member)
    refuse_outranked(actor, present.post, present.areas)
    if present.phase == Phase.PLANNED:
        raise STAFF_NOT_SERVING(staff_number=member.staff_number)
    grade = next_grade(present.post, present.grade)
    duty = Duty.model_construct(
        post=present.post, areas=list(present.areas), buildings=list(present.buildings), since=store.today,
        until=date.fromisoformat(present.until) if present.until else None,
    )  # fmt: skip
    present.until = store.today.isoformat()
    member.appointments.append(store.new_appointment(duty, grade, actor.account, command.reason))
    settle(store, member)
    return store.staff_view(member)


def dismiss_staff(store: Any, actor: Actor, command: DismissStaff) -> StaffView:
    member = store.get_staff(command.staff_number)
    present = in_service(member)
    refuse_outranked(actor, present.post, present.areas)
    day = command.on or store.today
    if day < store.today:
        raise WRONG_PERIOD("/on")
    for held in open_appointments(member):
        held.until = max(day.isoformat(), held.since)
        held.reason = command.reason
    settle(store, member)
    return store.staff_view(member)


def get_staff(store: Any, _actor: Actor, command: GetStaff) -> StaffView:
    return store.staff_view(store.get_staff(command.staff_number))


def list_staff(store: Any, _actor: Actor, command: ListStaff) -> StaffPage:
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_serving(command.area, command.post, after, command.limit + 1)
    onward = encode_cursor(found[command.limit - 1].staff_number) if len(found) > command.limit else None
    return StaffPage(items=[store.staff_view(member) for member in found[: command.limit]], next=onward)


def show_responsible(store: Any, _actor: Actor, command: ShowResponsible) -> ResponsibleView:
    if (command.area is None) == (command.building is None):
        raise ONE_PLACE("/area")
    area = command.area or store.grid_of_building(command.building)
    if area is None:
        raise UNKNOWN_DUTY("/building", what="building", code=command.building)
    upwards = [area]
    while (above := parent_of(upwards[-1])) is not None:
        upwards.append(above)
    return ResponsibleView(items=store.responsible(upwards, command.building, command.on or store.today, command.post))


def list_vacancies(store: Any, _actor: Actor, command: ListVacancies) -> VacancyPage:
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.vacant_grids(command.area, after, command.limit + 1)
    onward = encode_cursor(found[command.limit - 1].area) if len(found) > command.limit else None
    return VacancyPage(items=found[: command.limit], next=onward)


def load_staff(store: Any, actor: Actor, command: LoadStaff) -> LoadedView:
    known = store.known_staff([record.staff_number for record in command.staff])
    fresh = {record.staff_number: record for record in command.staff if record.staff_number not in known}
    members = []
    for record in fresh.values():
        refuse_unfit(record)
        member = store.new_staff(record.staff_number)
        store.name_staff(member, record.name, record.phone)
        member.appointments.append(store.new_appointment(record, starting_grade(record), actor.account))
        turn(store, member)
        members.append(member)
    store.put_staff(members)
    for member in members:
        tell(store, member, None)
    return LoadedView(added=len(members), changed=0, unchanged=len(command.staff) - len(members))


def turn_staff(store: Any, number: str) -> None:
    """Begins and ends the appointments whose day has come."""
    member = store.find_staff(number)
    if member is not None:
        settle(store, member)


def checked(store: Any, duty: Duty, begun: date | None = None) -> int | None:
    """The grade to begin with, once the duty is found in order."""
    refuse_unfit(duty, begun)
    missing = store.missing_area(duty.areas)
    if missing is not None:
        raise UNKNOWN_DUTY("/areas", what="area", code=missing)
    for building in duty.buildings:
        if store.grid_of_building(building) is None:
            raise UNKNOWN_DUTY("/buildings", what="building", code=building)
    return starting_grade(duty)


def open_appointments(member: Any) -> list[Any]:
    return [held for held in member.appointments if held.phase != Phase.ENDED]


def in_service(member: Any) -> Any:
    """The last appointment that is planned or in force; refuses when there is none."""
    held = open_appointments(member)
    if not held:
        raise STAFF_NOT_SERVING(staff_number=member.staff_number)
    return held[-1]


def refuse_serving(member: Any) -> None:
    if open_appointments(member):
        raise STAFF_SERVES("/staff_number", staff_number=member.staff_number)


def settle(store: Any, member: Any) -> None:
    """Brings phases to today, saves, and announces what the staff number stands for now if that has changed."""
    before = in_office(member)
    turn(store, member)
    store.save(member)
    tell(store, member, before)


def in_office(member: Any) -> Any:
    """The appointment that is in force."""
    return next((held for held in member.appointments if held.phase == Phase.IN_FORCE), None)


def turn(store: Any, member: Any) -> None:
    """Phases as of today, and the next day on which one of them changes."""
    days = set()
    for held in member.appointments:
        until = date.fromisoformat(held.until) if held.until else None
        held.phase = phase_on(date.fromisoformat(held.since), until, store.today)
        days |= {day for day in (held.since, held.until) if day and day > store.today.isoformat()}
    member.serving = in_office(member) is not None
    member.due = min(days, default=None)


def tell(store: Any, member: Any, before: Any) -> None:
    now = in_office(member)
    if now is not None and now is not before:
        news = StaffAppointed(
            staff_number=member.staff_number, roles=[POSTS[now.post].role], areas=list(now.areas), name=member.name,
            post=now.post, grade=now.grade, buildings=list(now.buildings),
        )  # fmt: skip
        store.announce(news, subject=member.staff_number, version=member.version, area=now.areas[0])
    elif now is None and before is not None:
        news = StaffDismissed(
            staff_number=member.staff_number, roles=[POSTS[before.post].role], areas=list(before.areas)
        )
        store.announce(news, subject=member.staff_number, version=member.version, area=before.areas[0])
