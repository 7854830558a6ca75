"""What volunteers stores."""
