"""`python -m tests.integration.messaging.outbox`: the tool of that name, for a suite that has the probe in it."""

from infra.tools.outbox import main
from tests.integration.messaging.contract import register

if __name__ == "__main__":
    register()
    main()
