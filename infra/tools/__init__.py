"""Tools for those who run the suite."""
