"""What tickets does outside of its database: decoding pictures."""
