"""What tickets answers and listens to, by subject."""
