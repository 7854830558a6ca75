"""What one can do with tickets, one module per subject."""
