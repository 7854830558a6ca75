"""The gateway: one HTTP API over all services. Routes, roles and documentation come from the contracts."""
