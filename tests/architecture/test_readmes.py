"""Diagrams in READMEs are those of the transition tables."""

import pytest

from infra.docs.diagrams import machines, named, readme, redrawn, services


@pytest.mark.parametrize("service", services())
def test_readme_draws_every_transition_table_as_it_is(service: str):
    text = readme(service).read_text()
    assert named(text) == set(machines(service))
    assert redrawn(text, machines(service)) == text


def test_an_old_diagram_would_be_found():
    text = "<!-- machine: ticket -->\nold\n<!-- end -->"
    assert redrawn(text, machines("tickets")) != text
