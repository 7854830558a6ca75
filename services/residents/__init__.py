"""Residents: who lives where, in which area, with whom, and who answers for it.

Owns: areas, buildings, people, households, admissions, change requests, consents, looks, groups, staff, service points, imports.
Publishes: what its README lists; partners hear of service points only.
Listens to: tickets., identity. and volunteers.export.collected, and its own residents.person.moved and residents.building.moved.
Asks: identity, for the public keys.
"""
