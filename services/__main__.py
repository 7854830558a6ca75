"""`python -m services tickets`: run one service in this process."""

import sys

from shared.messaging.host import run

if len(sys.argv) != 2:
    sys.exit("usage: python -m services <service>, for example: python -m services tickets")
run(sys.argv[1])
