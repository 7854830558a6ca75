"""What tickets stores."""
