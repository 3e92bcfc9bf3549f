"""Each answer of the server carries the security headers, whoever made it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from lib.ui.headers import HEADERS, SecurityHeaders


def ask(kind: str) -> list[dict]:
    """What a client gets of an app that answers each request with one header of its own."""
    sent: list[dict] = []

    async def app(scope, receive, send):
        await send({"type": f"{scope['type']}.response.start", "status": 200, "headers": [(b"own", b"1")]})

    async def send(message):
        sent.append(message)

    # In a thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, SecurityHeaders(app)({"type": kind}, None, send)).result()
    return sent


def test_added_to_what_the_app_sends():
    headers = dict(ask("http")[0]["headers"])
    assert headers[b"own"] == b"1"
    assert {name: headers[name.lower().encode()].decode() for name in HEADERS} == HEADERS


def test_a_websocket_is_left_alone():
    assert ask("websocket")[0]["headers"] == [(b"own", b"1")]


def test_the_policy_lets_nothing_out():
    """A picture or a request in a post's text must not reach another host."""
    rules = dict(rule.split(" ", 1) for rule in HEADERS["Content-Security-Policy"].split("; "))
    for name in ("default-src", "img-src", "connect-src", "font-src"):
        assert not any(
            "://" in source or source in ("*", "https:", "http:") for source in rules[name].split()
        )
    assert rules["object-src"] == "'none'"
    assert rules["frame-ancestors"] == "'self'"
