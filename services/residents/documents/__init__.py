"""What residents stores."""
