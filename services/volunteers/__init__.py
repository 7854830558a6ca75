"""Volunteers: people, shifts, mutual help, time bank, points, and needs met by resources.

Owns: volunteers with their skills and availability, and the book of hours and points.
Publishes: volunteers.volunteer.enrolled (to partners as well, without persons).
Listens to: residents.person.erased.
Asks: identity, for the public keys.
"""
