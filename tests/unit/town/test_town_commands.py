"""The command line and the loader."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence

import pytest

from infra.town.__main__ import main
from infra.town.load import Stage, load


class Recorder:
    """Notes what the loader sends and in which order."""

    def __init__(self, empty: bool = True) -> None:
        self.empty = empty
        self.calls: list[str] = []
        self.counts: Counter[str] = Counter()
        self.largest = 0

    def is_empty(self) -> bool:
        return self.empty

    def _note(self, subject: str, batch: Sequence[object]) -> None:
        if subject not in self.calls:
            self.calls.append(subject)
        self.counts[subject] += len(batch)
        self.largest = max(self.largest, len(batch))

    def send_areas(self, batch: Sequence[object]) -> None:
        self._note("areas", batch)

    def send_estates(self, batch: Sequence[object]) -> None:
        self._note("estates", batch)

    def send_buildings(self, batch: Sequence[object]) -> None:
        self._note("buildings", batch)

    def send_staff(self, batch: Sequence[object]) -> None:
        self._note("staff", batch)

    def send_points(self, batch: Sequence[object]) -> None:
        self._note("points", batch)

    def send_households(self, batch: Sequence[object]) -> None:
        self._note("households", batch)

    def finish(self) -> None:
        self.calls.append("finish")


def test_load_sends_places_before_people_in_bounded_batches() -> None:
    town, stages = Recorder(), list[Stage]()
    assert load(town, 1_000, 7, stages.append)
    assert [call for call in town.calls if call != "finish"] == [
        "areas",
        "estates",
        "buildings",
        "staff",
        "points",
        "households",
    ]
    assert town.calls[-1] == "finish"
    assert (town.counts["areas"], town.counts["buildings"], town.counts["points"]) == (861, 3_898, 400)
    assert town.largest <= 500
    assert stages[-1].subject == "residents"
    assert stages[-1].done == stages[-1].total == 1_000
    assert stages[-1].rate > 0


def test_load_if_empty_leaves_a_town_with_areas_alone() -> None:
    town = Recorder(empty=False)
    assert not load(town, 10, 7, lambda stage: None, if_empty=True)
    assert town.calls == []


def test_load_without_the_condition_sends_again() -> None:
    assert load(Recorder(empty=False), 10, 7, lambda stage: None)


def test_load_command_reports_progress_and_rate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--into", "measure", "--size", "300", "--seed", "7"]) == 0
    assert "300 of 300" in capsys.readouterr().err


def test_load_command_refuses_a_town_that_cannot_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["load", "--into", "nowhere:connect"])
    assert "nowhere:connect cannot be found" in capsys.readouterr().err


def test_figures_command_prints_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    main(["figures", "--seed", "7", "--size", "200"])
    lines = {line.rsplit(None, 1)[0].strip(): line.rsplit(None, 1)[1] for line in capsys.readouterr().out.splitlines()}
    assert (lines["streets"], lines["communities"], lines["grids"]) == ("14", "115", "731")
    assert (lines["estates"], lines["buildings"], lines["residents"]) == ("431", "3,898", "200")


def test_people_command_writes_a_csv_line_for_each_resident(capsys: pytest.CaptureFixture[str]) -> None:
    main(["people", "--size", "120", "--seed", "7", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 120
    assert rows[0]["role"] == "head"


def test_people_command_writes_the_same_people_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    main(["people", "--size", "120", "--seed", "7", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    main(["people", "--size", "120", "--seed", "7", "--format", "jsonl"])
    homes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    numbers = [who["identity_number"] for home in homes for who in home["members"]]
    assert numbers == [row["identity_number"] for row in rows]


@pytest.mark.parametrize("size", ["0", "1000001", "many"])
def test_people_command_refuses_a_size_out_of_range(size: str) -> None:
    with pytest.raises(SystemExit):
        main(["people", "--size", size])
