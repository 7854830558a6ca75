"""Who may file by which channel."""

from shared.contracts.actor import STAFF, Actor, Role
from shared.contracts.tickets.intake import FRONT_DESKS, NOT_FOR_OTHERS, NOT_YOUR_CHANNEL
from shared.contracts.tickets.matters import Channel

RESIDENTS = frozenset({Channel.APP, Channel.CHAT_GROUP, Channel.QR_CODE, Channel.KIOSK, Channel.LIVE_DESK})
PARTNERS = frozenset({Channel.PARTNER, Channel.HOTLINE})


def channel_of(actor: Actor, asked: Channel | None) -> Channel:
    """The channel that a report comes by. Front desks use any; residents and partners their own."""
    allowed, usual = _channels(actor)
    if asked is not None and asked not in allowed:
        raise NOT_YOUR_CHANNEL("/channel", channel=asked)
    return asked or usual


def refuse_speaking_for_others(actor: Actor) -> None:
    if not actor.has(*FRONT_DESKS):
        raise NOT_FOR_OTHERS("/on_behalf")


def _channels(actor: Actor) -> tuple[frozenset[Channel], Channel]:
    if actor.has(*STAFF, Role.COUNTER_CLERK):
        return frozenset(Channel), Channel.FACE_TO_FACE
    if actor.has(Role.OPERATOR):
        return frozenset(Channel), Channel.HOTLINE
    if actor.has(Role.PARTNER):
        return PARTNERS, Channel.PARTNER
    return RESIDENTS, Channel.APP
