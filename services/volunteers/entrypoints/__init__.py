"""What volunteers answers and listens to, by subject."""
