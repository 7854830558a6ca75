"""Pure building blocks: refusals, transition tables, clock, ids, paging. Standard library and pydantic only."""
