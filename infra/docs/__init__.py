"""Documentation that is drawn from the code."""
