"""What residents answers and listens to."""

import logging

from services.residents.outside.tables import read_aside
from services.residents.store import ResidentStore
from services.residents.usecases import (
    admission,
    areas,
    buildings,
    cameras,
    changes,
    figures,
    forgetting,
    groups,
    households,
    imports,
    loading,
    members,
    people,
    points,
    privacy,
    regridding,
    staff,
)
from shared.contracts.identity import AccountCollected
from shared.contracts.residents import admission as admission_api
from shared.contracts.residents import areas as areas_api
from shared.contracts.residents import buildings as buildings_api
from shared.contracts.residents import cameras as cameras_api
from shared.contracts.residents import changes as changes_api
from shared.contracts.residents import figures as figures_api
from shared.contracts.residents import group_members as members_api
from shared.contracts.residents import groups as groups_api
from shared.contracts.residents import households as households_api
from shared.contracts.residents import imports as imports_api
from shared.contracts.residents import people as people_api
from shared.contracts.residents import points as points_api
from shared.contracts.residents import privacy as privacy_api
from shared.contracts.residents import regridding as regridding_api
from shared.contracts.residents import staff as staff_api
from shared.contracts.residents.buildings import BuildingMoved
from shared.contracts.residents.people import PersonMoved
from shared.contracts.tickets import TicketsCollected
from shared.messaging.every import every
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database

log = logging.getLogger(__name__)


class Residents:
    name = "residents"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("residents", ResidentStore))

    @serve(areas_api.DRAW_AREA)
    def draw_area(self, call):
        return self.store.perform(call, areas.draw_area)

    @serve(areas_api.GET_AREA)
    def get_area(self, call):
        return self.store.perform(call, areas.get_area)

    @serve(areas_api.LOAD_AREAS)
    def load_areas(self, call):
        return self.store.perform(call, areas.load_areas)

    @serve(areas_api.LIST_CHILDREN)
    def list_children(self, call):
        return self.store.perform(call, areas.list_children)

    @serve(areas_api.SEARCH_AREAS)
    def search_areas(self, call):
        return self.store.perform(call, areas.search_areas)

    @serve(areas_api.LOCATE_AREA)
    def locate_area(self, call):
        return self.store.perform(call, areas.locate_area)

    @serve(areas_api.EXPORT_TREE)
    def export_tree(self, call):
        return self.store.perform(call, areas.export_tree)

    # buildings

    @serve(buildings_api.PUT_ESTATE)
    def put_estate(self, call):
        return self.store.perform(call, buildings.put_estate)

    @serve(buildings_api.LIST_ESTATES)
    def list_estates(self, call):
        return self.store.perform(call, buildings.list_estates)

    @serve(buildings_api.PUT_BUILDING)
    def put_building(self, call):
        return self.store.perform(call, buildings.put_building)

    @serve(buildings_api.LOAD_BUILDINGS)
    def load_buildings(self, call):
        return self.store.perform(call, buildings.load_buildings)

    @serve(buildings_api.GET_BUILDING)
    def get_building(self, call):
        return self.store.perform(call, buildings.get_building)

    @serve(buildings_api.SEARCH_BUILDINGS)
    def search_buildings(self, call):
        return self.store.perform(call, buildings.search_buildings)

    @serve(buildings_api.NEAR_BUILDINGS)
    def near_buildings(self, call):
        return self.store.perform(call, buildings.near_buildings)

    # points

    @serve(points_api.PUT_POINT)
    def put_point(self, call):
        return self.store.perform(call, points.put_point)

    @serve(points_api.LOAD_POINTS)
    def load_points(self, call):
        return self.store.perform(call, points.load_points)

    @serve(points_api.GET_POINT)
    def get_point(self, call):
        return self.store.perform(call, points.get_point)

    @serve(points_api.LIST_POINTS)
    def list_points(self, call):
        return self.store.perform(call, points.list_points)

    @serve(points_api.FIND_HELP)
    def find_help(self, call):
        return self.store.perform(call, points.find_help)

    @serve(points_api.SHOW_COVERAGE)
    def show_coverage(self, call):
        return self.store.perform(call, points.show_coverage)

    # cameras

    @serve(cameras_api.PUT_CAMERA)
    def put_camera(self, call):
        return self.store.perform(call, cameras.put_camera)

    @serve(cameras_api.GET_CAMERA)
    def get_camera(self, call):
        return self.store.perform(call, cameras.get_camera)

    @serve(cameras_api.LIST_CAMERAS)
    def list_cameras(self, call):
        return self.store.perform(call, cameras.list_cameras)

    @serve(cameras_api.NEAR_CAMERAS)
    def near_cameras(self, call):
        return self.store.perform(call, cameras.near_cameras)

    # regridding

    @serve(regridding_api.REGRID)
    def regrid(self, call):
        return self.store.perform(call, regridding.regrid)

    @serve(regridding_api.GET_REGRIDDING)
    def get_regridding(self, call):
        return self.store.perform(call, regridding.get_regridding)

    @serve(regridding_api.LIST_REGRIDDINGS)
    def list_regriddings(self, call):
        return self.store.perform(call, regridding.list_regriddings)

    @serve(regridding_api.CANCEL_REGRIDDING)
    def cancel_regridding(self, call):
        return self.store.perform(call, regridding.cancel_regridding)

    @subscribe(BuildingMoved)
    def follow_building(self, delivered):
        self.store.react(delivered, regridding.follow_building)

    @every(5)
    def carry_out_regriddings(self):
        for plan in self.store.look().regriddings_due():
            self.store.act(
                f"regridding|{plan}", lambda store, actor, plan=plan: regridding.carry_out(store, actor, plan)
            )

    # figures

    @serve(figures_api.SHOW_FIGURES)
    def show_figures(self, call):
        return self.store.perform(call, figures.show_figures)

    @serve(figures_api.REBUILD_FIGURES)
    def rebuild_figures(self, call):
        return self.store.perform(call, figures.rebuild_figures)

    @every(2)
    def recount_figures(self):
        figures.recount(self.store.look())

    # staff

    @serve(staff_api.LIST_POSTS)
    def list_posts(self, call):
        return self.store.perform(call, staff.list_posts)

    @serve(staff_api.APPOINT_STAFF)
    def appoint_staff(self, call):
        return self.store.perform(call, staff.appoint_staff)

    @serve(staff_api.GET_STAFF)
    def get_staff(self, call):
        return self.store.perform(call, staff.get_staff)

    @serve(staff_api.LIST_STAFF)
    def list_staff(self, call):
        return self.store.perform(call, staff.list_staff)

    @serve(staff_api.TRANSFER_STAFF)
    def transfer_staff(self, call):
        return self.store.perform(call, staff.transfer_staff)

    @serve(staff_api.PROMOTE_STAFF)
    def promote_staff(self, call):
        return self.store.perform(call, staff.promote_staff)

    @serve(staff_api.DISMISS_STAFF)
    def dismiss_staff(self, call):
        return self.store.perform(call, staff.dismiss_staff)

    @serve(staff_api.SHOW_RESPONSIBLE)
    def show_responsible(self, call):
        return self.store.perform(call, staff.show_responsible)

    @serve(staff_api.LIST_VACANCIES)
    def list_vacancies(self, call):
        return self.store.perform(call, staff.list_vacancies)

    @serve(staff_api.LOAD_STAFF)
    def load_staff(self, call):
        return self.store.perform(call, staff.load_staff)

    @every(60)
    def turn_staff(self):
        for number, version in self.store.look().staff_due():
            self.store.act(
                f"turn_staff|{number}|{version}", lambda store, _actor, number=number: staff.turn_staff(store, number)
            )

    # groups

    @serve(groups_api.FOUND_GROUP)
    def found_group(self, call):
        return self.store.perform(call, groups.found_group)

    @serve(groups_api.CHANGE_GROUP)
    def change_group(self, call):
        return self.store.perform(call, groups.change_group)

    @serve(groups_api.GET_GROUP)
    def get_group(self, call):
        return self.store.perform(call, groups.get_group)

    @serve(groups_api.LIST_GROUPS)
    def list_groups(self, call):
        return self.store.perform(call, groups.list_groups)

    @serve(groups_api.DISSOLVE_GROUP)
    def dissolve_group(self, call):
        return self.store.perform(call, groups.dissolve_group)

    @serve(members_api.JOIN_GROUP)
    def join_group(self, call):
        return self.store.perform(call, members.join_group)

    @serve(members_api.LEAVE_GROUP)
    def leave_group(self, call):
        return self.store.perform(call, members.leave_group)

    @serve(members_api.ADMIT_MEMBER)
    def admit_member(self, call):
        return self.store.perform(call, members.admit_member)

    @serve(members_api.REFUSE_MEMBER)
    def refuse_member(self, call):
        return self.store.perform(call, members.refuse_member)

    @serve(members_api.REMOVE_MEMBER)
    def remove_member(self, call):
        return self.store.perform(call, members.remove_member)

    @serve(members_api.SET_OWNER)
    def set_owner(self, call):
        return self.store.perform(call, members.set_owner)

    @serve(members_api.LIST_MEMBERS)
    def list_members(self, call):
        return self.store.perform(call, members.list_members)

    @serve(members_api.POST_VOLUNTEER)
    def post_volunteer(self, call):
        return self.store.perform(call, members.post_volunteer)

    @serve(members_api.RECALL_VOLUNTEER)
    def recall_volunteer(self, call):
        return self.store.perform(call, members.recall_volunteer)

    @serve(groups_api.POST_TO_GROUP)
    def post_to_group(self, call):
        return self.store.perform(call, groups.post_to_group)

    @serve(groups_api.LIST_GROUP_POSTS)
    def list_group_posts(self, call):
        return self.store.perform(call, groups.list_group_posts)

    @serve(groups_api.REMOVE_GROUP_POST)
    def remove_group_post(self, call):
        return self.store.perform(call, groups.remove_group_post)

    @serve(groups_api.SHOW_GROUP_RECORD)
    def show_group_record(self, call):
        return self.store.perform(call, groups.show_group_record)

    @serve(groups_api.COUNT_GROUPS)
    def count_groups(self, call):
        return self.store.perform(call, groups.count_groups)

    @subscribe(PersonMoved)
    def leave_former_grid(self, delivered):
        self.store.react(delivered, members.leave_former_grid)

    # imports

    @serve(imports_api.START_IMPORT)
    def start_import(self, call):
        return self.store.perform(call, imports.start_import)

    @serve(imports_api.GET_IMPORT)
    def get_import(self, call):
        return self.store.perform(call, imports.get_import)

    @serve(imports_api.LIST_IMPORTS)
    def list_imports(self, call):
        return self.store.perform(call, imports.list_imports)

    @serve(imports_api.LIST_FINDINGS)
    def list_findings(self, call):
        return self.store.perform(call, imports.list_findings)

    @serve(imports_api.CONFIRM_IMPORT)
    def confirm_import(self, call):
        return self.store.perform(call, imports.confirm_import)

    @serve(imports_api.CANCEL_IMPORT)
    def cancel_import(self, call):
        return self.store.perform(call, imports.cancel_import)

    @serve(imports_api.GET_REJECTED_ROWS)
    def get_rejected_rows(self, call):
        return self.store.perform(call, imports.get_rejected_rows)

    @serve(imports_api.GET_IMPORT_TEMPLATE)
    def get_import_template(self, call):
        return self.store.perform(call, imports.get_import_template)

    @every(1)
    def work_imports(self):
        """Goes through what was uploaded or confirmed; an import that fails waits a turn, and others go on."""
        for waiting in self.store.look().busy_imports():
            try:
                while (found := self.store.look().busy_import(waiting)) is not None:
                    self._go_on_with(found)
            except Exception:  # whatever is wrong with one import is not wrong with the others
                log.exception("import %s does not go on", waiting)

    def _go_on_with(self, found):
        table = read_aside(self.store.look().import_file(found.id)) if found.unread else None
        self.store.act(
            f"import|{found.id}|{found.version}",
            lambda store, _actor: imports.go_on(store, found.id, found.version, table),
        )

    # people

    @serve(people_api.REGISTER_PERSON)
    def register_person(self, call):
        return self.store.perform(call, people.register_person)

    @serve(people_api.OPEN_FILE)
    def open_file(self, call):
        return self.store.perform(call, people.open_file)

    @serve(people_api.LIST_PEOPLE)
    def list_people(self, call):
        return self.store.perform(call, people.list_people)

    @serve(people_api.SEARCH_PEOPLE)
    def search_people(self, call):
        return self.store.perform(call, people.search_people)

    @serve(people_api.GET_MY_FILE)
    def get_my_file(self, call):
        return self.store.perform(call, people.get_my_file)

    @serve(people_api.SET_MARKS)
    def set_marks(self, call):
        return self.store.perform(call, people.set_marks)

    @serve(people_api.SET_EXTRA)
    def set_extra(self, call):
        return self.store.perform(call, people.set_extra)

    @serve(people_api.SET_EXTRA_FIELDS)
    def set_extra_fields(self, call):
        return self.store.perform(call, people.set_extra_fields)

    @serve(people_api.GET_EXTRA_FIELDS)
    def get_extra_fields(self, call):
        return self.store.perform(call, people.get_extra_fields)

    # households

    @serve(households_api.REGISTER_HOUSEHOLD)
    def register_household(self, call):
        return self.store.perform(call, households.register_household)

    @serve(households_api.GET_HOUSEHOLD)
    def get_household(self, call):
        return self.store.perform(call, households.get_household)

    @serve(households_api.GET_MY_HOUSEHOLD)
    def get_my_household(self, call):
        return self.store.perform(call, households.get_my_household)

    @serve(households_api.LIST_HOUSEHOLDS)
    def list_households(self, call):
        return self.store.perform(call, households.list_households)

    @serve(households_api.MOVE_IN)
    def move_in(self, call):
        return self.store.perform(call, households.move_in)

    @serve(households_api.MOVE_OUT)
    def move_out(self, call):
        return self.store.perform(call, households.move_out)

    @serve(households_api.MOVE_PERSON)
    def move_person(self, call):
        return self.store.perform(call, households.move_person)

    @serve(households_api.CHANGE_HEAD)
    def change_head(self, call):
        return self.store.perform(call, households.change_head)

    @serve(households_api.MOVE_HOUSEHOLD)
    def move_household(self, call):
        return self.store.perform(call, households.move_household)

    @serve(households_api.CLOSE_FILE)
    def close_file(self, call):
        return self.store.perform(call, households.close_file)

    @serve(households_api.LOAD_HOUSEHOLDS)
    def load_households(self, call):
        return self.store.perform(call, loading.load_households)

    # privacy

    @serve(privacy_api.GIVE_CONSENT)
    def give_consent(self, call):
        return self.store.perform(call, privacy.give_consent)

    @serve(privacy_api.WITHDRAW_CONSENT)
    def withdraw_consent(self, call):
        return self.store.perform(call, privacy.withdraw_consent)

    @serve(privacy_api.LIST_CONSENTS)
    def list_consents(self, call):
        return self.store.perform(call, privacy.list_consents)

    @serve(privacy_api.REVEAL)
    def reveal(self, call):
        return self.store.perform(call, privacy.reveal)

    @serve(privacy_api.LIST_LOOKS)
    def list_looks(self, call):
        return self.store.perform(call, privacy.list_looks)

    @serve(privacy_api.REQUEST_EXPORT)
    def request_export(self, call):
        return self.store.perform(call, forgetting.request_export)

    @serve(privacy_api.GET_EXPORT)
    def get_export(self, call):
        return self.store.perform(call, forgetting.get_export)

    @serve(privacy_api.REQUEST_ERASURE)
    def request_erasure(self, call):
        return self.store.perform(call, forgetting.request_erasure)

    @subscribe(TicketsCollected)
    def collect_matters(self, delivered):
        self.store.react(delivered, forgetting.collect_part)

    @subscribe(AccountCollected)
    def collect_account(self, delivered):
        self.store.react(delivered, forgetting.collect_part)

    # changes

    @serve(changes_api.REQUEST_CHANGE)
    def request_change(self, call):
        return self.store.perform(call, changes.request_change)

    @serve(changes_api.GET_CHANGE)
    def get_change(self, call):
        return self.store.perform(call, changes.get_change)

    @serve(changes_api.LIST_CHANGES)
    def list_changes(self, call):
        return self.store.perform(call, changes.list_changes)

    @serve(changes_api.VALIDATE_CHANGE)
    def validate_change(self, call):
        return self.store.perform(call, changes.validate_change)

    @serve(changes_api.REJECT_CHANGE)
    def reject_change(self, call):
        return self.store.perform(call, changes.reject_change)

    @serve(changes_api.WITHDRAW_CHANGE)
    def withdraw_change(self, call):
        return self.store.perform(call, changes.withdraw_change)

    # admission

    @serve(admission_api.APPLY_FOR_ADMISSION)
    def apply_for_admission(self, call):
        return self.store.perform(call, admission.apply_for_admission)

    @serve(admission_api.LIST_ADMISSIONS)
    def list_admissions(self, call):
        return self.store.perform(call, admission.list_admissions)

    @serve(admission_api.GET_ADMISSION)
    def get_admission(self, call):
        return self.store.perform(call, admission.get_admission)

    @serve(admission_api.DECIDE_DUPLICATE)
    def decide_duplicate(self, call):
        return self.store.perform(call, admission.decide_duplicate)

    @serve(admission_api.ADMIT)
    def admit(self, call):
        return self.store.perform(call, admission.admit)

    @serve(admission_api.DECLINE)
    def decline(self, call):
        return self.store.perform(call, admission.decline)

    @serve(admission_api.WITHDRAW_ADMISSION)
    def withdraw_admission(self, call):
        return self.store.perform(call, admission.withdraw_admission)

    @serve(admission_api.SET_LIKENESS_RULES)
    def set_likeness_rules(self, call):
        return self.store.perform(call, admission.set_likeness_rules)

    @serve(admission_api.GET_LIKENESS_RULES)
    def get_likeness_rules(self, call):
        return self.store.perform(call, admission.get_likeness_rules)


SERVICE = Residents
