"""One function per operation or reaction: load, decide, save, announce."""
