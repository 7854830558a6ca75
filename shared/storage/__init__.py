"""MongoDB: unit of work, journal (idempotency, outbox and inbox in one), leases, blobs."""
