"""What volunteers does outside of its database: solving."""
