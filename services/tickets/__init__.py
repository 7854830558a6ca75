"""Tickets: one ledger for every matter.

Owns: tickets with their history, photos, letter boxes, visits, topics, sessions, votes, elections, resolutions, shared bills,
e-service items, platforms, filings, guides, policies, questions to the office, synonyms, waste, and a copy of the areas'
outlines.
Publishes: tickets.ticket.opened, .accepted, .done, .rated (to partners as well), tickets.export.collected,
topic.moved, session.held, vote.closed, election.closed, resolution.made, .carried_out (to partners as well), bill.settled,
letter_box.emptied, .round_missed, filing.filed, .decided, .handed_over (to partners as well).
Listens to: residents.area.drawn, .ended, residents.change.moved, residents.export.requested, residents.person.erased,
volunteers.photos.shown.
Asks: identity, for the public keys.
"""
