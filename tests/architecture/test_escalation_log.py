"""The log of escalations is only ever added to."""

import ast

from tests.architecture.imports import ROOT, modules

TICKETS = modules("services/tickets")
DOCUMENT, COLLECTION = "TicketEscalation", "ticket_escalations"
KEEPERS = {"services.tickets.documents.escalations", "services.tickets.store.escalations"}
CHANGING = {
    "update", "update_one", "update_many", "delete", "delete_one", "delete_many", "modify", "upsert_one", "replace_one",
    "find_one_and_update", "find_one_and_delete", "find_one_and_replace", "bulk_write", "drop", "drop_collection", "rename",
    "remove", "set", "cascade_save", "reload",
}  # fmt: skip


def knows_the_log(source: str) -> bool:
    return DOCUMENT in source or COLLECTION in source


def changes(source: str) -> list[str]:
    """Calls by which what is stored could be changed or removed, and saves of anything but a new entry."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            saves_something_else = name == "save" and ast.unparse(node) != "self.save(entry)"
            if name in CHANGING or saves_something_else:
                found.append(ast.unparse(node))
    return found


def test_only_its_document_and_its_store_know_the_log():
    assert {name for name, path in TICKETS.items() if knows_the_log(path.read_text())} == KEEPERS


def test_store_of_the_log_changes_and_removes_nothing():
    store = ROOT / "services/tickets/store/escalations.py"
    assert changes(store.read_text()) == []
    assert store.read_text().count("self.save(entry)") == 1


def test_saved_entry_is_a_new_one():
    """The only save stands in the function that makes the entry."""
    tree = ast.parse((ROOT / "services/tickets/store/escalations.py").read_text())
    (saving,) = (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and "self.save(entry)" in ast.unparse(node)
    )
    assert f"entry = {DOCUMENT}(id=self.new_id()" in ast.unparse(saving)


def test_a_change_of_the_log_would_be_found():
    assert changes("TicketEscalation.objects(id=x).update(set__at=now)") != []
    assert changes("TicketEscalation._get_collection().delete_many({})") != []
    assert changes("row = TicketEscalation.objects.first()\nself.save(row)") != []
    assert knows_the_log("client['tickets']['ticket_escalations'].drop()")
