"""State machines as data: a table of moves that is checked when it is written and asked when somebody acts."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW


@dataclass(frozen=True)
class Move:
    """`action` leads from any of `sources` to `target` when the caller has one of the capacities `by`.

    `needs` names what the caller must send along, so that an app can draw the form.
    `guard` looks at the facts of the case and raises a refusal when the move is not in order.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]
    needs: tuple[str, ...] = ()
    guard: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Machine:
    """A transition table. Illegal moves always raise; repeats are a matter of idempotency keys, not of silence."""

    name: str
    states: tuple[str, ...]
    initial: str
    terminal: frozenset[str]
    moves: tuple[Move, ...]
    _by_action: dict[tuple[str, str], Move] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table: dict[tuple[str, str], Move] = {}
        for move in self.moves:
            for source in move.sources:
                if (source, move.action) in table:
                    raise ValueError(f"{self.name}: {move.action} from {source} is declared twice")
                if {source, move.target} - set(self.states):
                    raise ValueError(f"{self.name}: {move.action} uses an unknown state")
                if source in self.terminal:
                    raise ValueError(f"{self.name}: {move.action} leaves the terminal state {source}")
                table[source, move.action] = move
        object.__setattr__(self, "_by_action", table)

    def decide(self, state: str, action: str, capacities: Set[str], facts: Any = None) -> Move:
        """The move for `action`, or a refusal: `not_allowed_now` (409) with what is allowed, or `forbidden` (403)."""
        move = self._by_action.get((state, action))
        if move is None:
            allowed = [m.action for m in self.open_to(state, capacities)]
            raise NOT_ALLOWED_NOW(action=action, state=state, allowed=allowed)
        if not move.by & capacities:
            raise FORBIDDEN(action=action)
        if move.guard is not None:
            move.guard(facts)
        return move

    def open_to(self, state: str, capacities: Set[str]) -> list[Move]:
        """The moves that somebody with these capacities may make now, in the order of the table."""
        return [m for m in self.moves if state in m.sources and m.by & capacities]

    def reachable(self) -> set[str]:
        seen, todo = {self.initial}, [self.initial]
        while todo:
            state = todo.pop()
            for move in self.moves:
                if state in move.sources and move.target not in seen:
                    seen.add(move.target)
                    todo.append(move.target)
        return seen

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram for the service's README."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves:
            who = ", ".join(sorted(move.by))
            lines += [f"    {source} --> {move.target}: {move.action} ({who})" for source in move.sources]
        lines += [f"    {state} --> [*]" for state in self.states if state in self.terminal]
        return "\n".join(lines)
