"""What the services promise: commands, views, events, error codes and the operations that bind them, per service."""
