"""Diagrams in the services' pages are those of the transition tables."""

import re

import pytest

from infra.docs.diagrams import machines, named, pages, redrawn, services


@pytest.mark.parametrize("service", services())
def test_pages_draw_every_transition_table_as_it_is(service: str):
    text = "".join(page.read_text() for page in pages(service))
    assert named(text) == set(machines(service))
    assert redrawn(text, machines(service)) == text


@pytest.mark.parametrize("service", services())
def test_readme_leads_to_every_page(service: str):
    readme, *subjects = pages(service)
    links = set(re.findall(r"\]\(subjects/([\w-]+\.md)\)", readme.read_text()))
    assert links == {page.name for page in subjects}


def test_an_old_diagram_would_be_found():
    text = "<!-- machine: ticket -->\nold\n<!-- end -->"
    assert redrawn(text, machines("tickets")) != text
