"""What identity does outside of its database: text messages, the city's sign-in provider, slow hashes."""
