"""Residents: areas, buildings, people, households, groups, staff and service points of a district."""
