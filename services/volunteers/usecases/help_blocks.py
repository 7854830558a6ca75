"""Neighbours who do not want to have to do with each other."""

from typing import Any

from services.volunteers.domain.help_calls import CALLER, VOLUNTEER
from services.volunteers.usecases.help_calls import stand
from shared.contracts.actor import Actor
from shared.contracts.volunteers.help_answers import (
    BLOCKED_SELF,
    BlockAction,
    BlockOther,
    HelpBlockList,
    HelpBlockView,
    ListBlocks,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def block_other(store: Any, actor: Actor, command: BlockOther) -> HelpBlockView:
    """A second time it is the same block."""
    call, capacity = stand(store, actor, command.help_call_id)
    if capacity == CALLER:
        if command.answer_id is None:
            raise BLOCKED_SELF("/answer_id")
        answer = store.answer_of(call, command.answer_id)
        if answer.account is None:
            raise NOT_FOUND("/answer_id", what="answer")
        return store.block(name_of(call.caller, call.person), name_of(answer.account, answer.person), call)
    if capacity != VOLUNTEER or command.answer_id is not None:
        raise FORBIDDEN("/answer_id", action="block_other")
    return store.block(name_of(actor.account, actor.person), name_of(call.caller, call.person), call)


def list_blocks(store: Any, actor: Actor, _command: ListBlocks) -> HelpBlockList:
    return HelpBlockList(items=store.blocks_of(names_of(actor)))


def end_block(store: Any, actor: Actor, command: BlockAction) -> HelpBlockView:
    return store.end_block(command.block_id, names_of(actor))


def name_of(account: str, person: str | None) -> str:
    """By the register where the person is known, so that it holds for all accounts and calls of that person."""
    return f"person:{person}" if person else account


def names_of(actor: Actor) -> list[str]:
    return [actor.account] + ([f"person:{actor.person}"] if actor.person else [])
