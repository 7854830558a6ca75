"""What one can do with residents' data, one module per subject."""
