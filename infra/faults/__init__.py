"""Correctness under failure, with counts: processes are killed and servers restarted while people work."""
