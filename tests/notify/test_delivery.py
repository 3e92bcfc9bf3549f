"""From the outbox to people: once each, tried again within bounds, by one process."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest

from lib.i18n import locale
from lib.notify.delivery import deliver, enqueue
from lib.notify.notice import Notice, Post, Recipient
from lib.settings import Settings
from lib.store import outbox
from tests.notify.fakes import web

NOW = datetime(2026, 3, 1, 8)
NOTICE = Notice("alarm 1", "title", "text", "link")
LOCAL = Settings(allow_addresses="127.0.0.0/8")


@pytest.fixture
def server():
    with web() as made:
        yield made


def to(server) -> Post:
    return Post((Recipient("webhook", "hook", server.url),))


def test_a_notice_is_told_once_however_often_it_is_laid_in(store, server):
    assert enqueue(store, [NOTICE], to(server), NOW) == 1
    assert enqueue(store, [NOTICE], to(server), NOW) == 0
    assert [deliver(store, to(server), LOCAL, NOW) for _ in range(2)] == [1, 0]
    assert enqueue(store, [NOTICE], to(server), NOW) == 0
    assert len(server.got) == 1


def test_what_failed_is_tried_again_later_and_not_for_ever(store, server):
    server.answers = [500] * 100
    enqueue(store, [NOTICE], to(server), NOW)
    moments = [NOW + timedelta(minutes=each) for each in range(24 * 60)]
    assert sum(deliver(store, to(server), LOCAL, each) for each in moments[::7]) == 0
    assert len(server.got) == outbox.TRIES
    (message,) = outbox.recent(store)
    assert locale("en").say(message.error) == "The webhook answered 500."
    assert locale("zh-TW").say(message.error) == "Webhook 回覆 500。"


def test_a_failure_is_forgotten_once_it_got_through(store, server):
    server.answers = [503]
    enqueue(store, [NOTICE], to(server), NOW)
    later = NOW + timedelta(minutes=5)
    assert [deliver(store, to(server), LOCAL, each) for each in (NOW, NOW, later)] == [0, 0, 1]
    (message,) = outbox.recent(store)
    assert (message.attempts, message.delivered_at, message.error) == (2, later, None)


def test_several_at_once_send_it_once(store, server):
    enqueue(store, [NOTICE], to(server), NOW)
    threads = [Thread(target=deliver, args=(store, to(server), LOCAL, NOW)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert len(server.got) == 1


def test_whoever_is_no_longer_named_is_not_told(store, server):
    enqueue(store, [NOTICE], to(server), NOW)
    assert deliver(store, Post(), LOCAL, NOW) == 0
    assert server.got == []
