"""Opening the first accounts from a shell that has the suite's secrets."""
