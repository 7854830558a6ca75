"""What comes from outside as files."""
