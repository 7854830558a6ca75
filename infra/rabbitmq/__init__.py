"""The broker's layout, declared from the contracts before any service starts."""
