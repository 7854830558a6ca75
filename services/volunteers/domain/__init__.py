"""Rules of volunteering."""
