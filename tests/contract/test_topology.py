"""The broker's layout: every queue is in the lock file, every subscription has its way."""

from infra.rabbitmq.lock import LOCK, lock_text
from infra.rabbitmq.topology import DEAD_EXCHANGE, bindings, exchanges, queues
from shared.contracts.registry import APIS, SUBSCRIPTIONS, events
from shared.messaging.wire import dead_queue, event_queue


def test_queues_are_those_of_the_lock_file():
    assert lock_text() == LOCK.read_text(), "if this is meant: python -m infra.rabbitmq lock"


def test_every_subscription_has_a_queue_that_gets_its_events_and_gives_up_to_the_consumer():
    arguments = {queue.name: queue.arguments for queue in queues()}
    bound = {(binding.target, binding.routing_key) for binding in bindings()}
    for consumer, subscribed in SUBSCRIPTIONS.items():
        for event in subscribed:
            queue = event_queue(consumer, event.TYPE)
            assert (queue, f"{event.TYPE}.#") in bound
            assert arguments[queue]["x-dead-letter-exchange"] == DEAD_EXCHANGE
            assert arguments[queue]["x-dead-letter-routing-key"] == consumer


def test_every_service_has_dead_letters():
    names = {queue.name for queue in queues()}
    assert {dead_queue(service) for service in APIS} <= names


def test_what_partners_may_see_is_what_reaches_them():
    reaching = {binding.routing_key.removesuffix(".#") for binding in bindings() if binding.to_exchange}
    assert reaching == {kind for kind, event in events().items() if event.AUDIENCE == "partner"}


def test_no_event_type_is_the_beginning_of_another():
    # A binding `<type>.#` would catch both.
    kinds = sorted(events())
    assert [(one, other) for one in kinds for other in kinds if other.startswith(f"{one}.")] == []


def test_names_are_unique():
    for named in (queues(), exchanges()):
        names = [entry.name for entry in named]
        assert len(names) == len(set(names))
