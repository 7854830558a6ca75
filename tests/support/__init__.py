"""What tests share: servers, a running suite, people who act, conditions to wait for."""
