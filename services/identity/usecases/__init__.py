"""What one can do with accounts, codes, sessions and keys, one module per subject."""
