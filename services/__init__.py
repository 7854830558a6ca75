"""The deployable services, one folder each, with the same module names inside."""
