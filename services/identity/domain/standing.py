"""Whether an account may sign in, and who changes that."""

from shared.contracts.identity.accounts import AccountState
from shared.kernel.machine import Machine, Move

ADMINISTRATOR = frozenset({"administrator"})

STANDING = Machine(
    name="account",
    states=tuple(AccountState),
    initial=AccountState.ACTIVE,
    terminal=frozenset(),
    moves=(
        Move("disable", (AccountState.ACTIVE,), AccountState.DISABLED, ADMINISTRATOR, needs=("reason",)),
        Move("enable", (AccountState.DISABLED,), AccountState.ACTIVE, ADMINISTRATOR),
    ),
)
