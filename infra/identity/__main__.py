"""`python -m infra.identity create-ops --staff-number OPS001 --name ...`: open an operator's account.

There is no operation that anybody could call for this: the command signs a token for itself, for which it needs the data key
and identity's database. They are taken from the environment (LINLI_...), or from the local run when that has none.
"""

import argparse
import os
import sys
import time
import uuid
from collections.abc import Mapping

from infra.local.mint import Mint
from infra.local.run import LocalRun
from infra.local.settings import LocalSettings
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Context
from shared.contracts.identity.accounts import CREATE_STAFF_ACCOUNT, CreateStaffAccount, NewStaffAccount
from shared.kernel.errors import Refusal
from shared.messaging.line import Line

SELF = Actor(account="infra.identity", roles=frozenset({Role.OPS}), name="infra.identity")
TOKEN_SECONDS = 60
DEADLINE_SECONDS = 15


def create_ops(environment: Mapping[str, str], staff_number: str, name: str) -> NewStaffAccount:
    """The new account and its initial password."""
    line = Line(environment["LINLI_AMQP_URL"])
    context = Context(
        request_id=uuid.uuid4().hex,
        deadline=time.time() + DEADLINE_SECONDS,
        token=Mint(environment).token(SELF, TOKEN_SECONDS),
        key=uuid.uuid4().hex,
    )
    try:
        command = CreateStaffAccount(staff_number=staff_number, name=name, roles=[Role.OPS])
        return line.ask(CREATE_STAFF_ACCOUNT, command, context)
    finally:
        line.close()


def environment() -> Mapping[str, str]:
    return os.environ if "LINLI_DATA_KEY" in os.environ else LocalRun(LocalSettings(), {}).environment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.identity", description=__doc__)
    create = parser.add_subparsers(dest="command", required=True).add_parser("create-ops")
    create.add_argument("--staff-number", required=True)
    create.add_argument("--name", required=True)
    asked = parser.parse_args()
    try:
        made = create_ops(environment(), asked.staff_number, asked.name)
    except Refusal as refusal:
        print(f"Refused: {refusal}", file=sys.stderr)
        return 1
    print(f"account           {made.account.id}")
    print(f"staff number      {made.account.staff_number}")
    print(f"initial password  {made.initial_password}   (shown this once; POST /v1/sign-in/staff asks for another)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
