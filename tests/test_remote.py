"""The way in for commands while the app holds the database: only for this user, and always in JSON."""

from __future__ import annotations

import http.client
import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib import remote
from lib.model import PulseError
from lib.settings import Settings
from lib.store.engine import open_store
from tests.factories import bring, posts


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(database_url="duckdb:///test", run_dir=str(tmp_path / "run"))


@pytest.fixture
def store(make_url) -> Iterator[sa.Engine]:
    """DuckDB alone: PostgreSQL lets commands in beside the app."""
    engine = open_store(make_url("duckdb"))
    yield engine
    engine.dispose()


def asked(command: object, **arguments: object) -> bytes:
    return json.dumps({"command": command, "arguments": arguments}).encode()


POSTS = {"metrics": ["posts"], "by": [], "where": []}


def ask(settings: Settings, store, body: bytes, authorization: str | None = None):
    door = remote.open_door(settings, 8501)
    return remote.answer(door, store, settings, authorization or f"Bearer {door.token}", body)


def test_the_door_can_be_read_by_its_user_alone(settings):
    door = remote.open_door(settings, 8501)
    path = Path(settings.run_dir, "app.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == {
        "port": 8501,
        "token": door.token,
        "database_url": "duckdb:///test",
    }
    assert len(door.token) >= 43  # 32 random bytes in base 64
    remote.close_door(settings)
    assert not path.exists()
    remote.close_door(settings)  # a second time is no error


def test_an_earlier_door_is_replaced_not_written_through(settings, tmp_path):
    """A link left in its place must not have the token written behind it."""
    path = Path(settings.run_dir, "app.json")
    path.parent.mkdir()
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    os.symlink(victim, path)
    first = remote.open_door(settings, 8501)
    assert victim.read_text() == "untouched"
    assert remote.open_door(settings, 8501).token != first.token


@pytest.mark.parametrize(
    "authorization", ["Bearer wrong", "", "Bearer", "bearer {token}", "{token}", "Bearer é"]
)
def test_no_token_no_answer(settings, store, authorization):
    door = remote.open_door(settings, 8501)
    given = authorization.format(token=door.token)
    status, document = remote.answer(door, store, settings, given, asked("query", **POSTS))
    assert (status, document) == (http.client.UNAUTHORIZED, {"error": "unauthorized"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"query"',
        b"\xff\xfe",
        asked("nonsense"),
        asked(["query"]),
        json.dumps({"command": "query"}).encode(),
        json.dumps({"command": "query", "arguments": 5}).encode(),
        asked("query", nonsense=1),
        asked("query"),
    ],
)
def test_what_is_no_command_is_refused(settings, store, body):
    status, document = ask(settings, store, body)
    assert status == http.client.BAD_REQUEST
    assert list(document) == ["error"]


def test_a_command_answers_with_document_lines_and_exit(settings, store):
    bring(store, posts({"reach": 5}, {"reach": 7}))
    status, document = ask(settings, store, asked("query", **POSTS))
    assert status == http.client.OK
    assert document["document"] == {"rows": [{"posts": 2}], "data_version": 1}
    assert document["lines"] == ["posts", "2"]
    assert document["exit"] == 0
    json.dumps(document)


def test_what_cannot_be_done_is_said(settings, store):
    status, document = ask(settings, store, asked("query", **{**POSTS, "metrics": ["likes"]}))
    assert status == http.client.OK
    assert "likes" in document["error"]


def test_a_failure_inside_is_still_one_answer(settings):
    """An engine that is no engine stands for whatever can break."""
    status, document = ask(settings, None, asked("query", **POSTS))
    assert status == http.client.OK
    assert document["error"].endswith("Error: the reason is in the app's log")


# --- the command's side ---


@contextmanager
def app(status: int, document: object) -> Iterator[tuple[int, list[tuple[str, str, bytes]]]]:
    """A server on a free port that gives one answer and keeps what it was asked."""
    got: list[tuple[str, str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, self.headers["Authorization"], body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_command_is_sent_with_the_token(settings):
    with app(200, {"document": [1], "lines": ["one"], "exit": 1}) as (port, got):
        door = remote.open_door(settings, port)
        answer = remote.call(settings, "query", {"metrics": ["posts"]})
    assert (answer.document, answer.lines, answer.exit) == ([1], ["one"], 1)
    (path, authorization, body) = got[0]
    assert (path, authorization) == (remote.PATH, f"Bearer {door.token}")
    assert json.loads(body) == {"command": "query", "arguments": {"metrics": ["posts"]}}


def test_an_error_of_the_app_is_the_commands_own(settings):
    with app(200, {"error": "There is no metric “likes”. {braces}"}) as (port, _):
        remote.open_door(settings, port)
        with pytest.raises(PulseError, match=r"likes.*\{braces\}"):
            remote.call(settings, "query", {})


def test_no_app_no_answer(settings):
    assert remote.call(settings, "query", {}) is None
    with app(200, {}) as (port, _):
        pass
    remote.open_door(settings, port)  # the app has gone, its file stayed
    assert remote.call(settings, "query", {}) is None


@pytest.mark.parametrize("document", [[1], 7, "error", {"ok": True}])
def test_another_program_on_the_apps_port_is_no_answer(settings, document):
    with app(200, document) as (port, _):
        remote.open_door(settings, port)
        assert remote.call(settings, "query", {}) is None


def test_nor_is_one_that_speaks_no_http(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with server.accept()[0] as came:
                came.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        remote.open_door(settings, server.getsockname()[1])
        assert remote.call(settings, "query", {}) is None
        thread.join()


def test_another_apps_database_is_not_asked(settings, tmp_path):
    with app(200, {"document": 1, "lines": [], "exit": 0}) as (port, got):
        remote.open_door(settings, port)
        other = Settings(database_url="duckdb:///other", run_dir=settings.run_dir)
        assert remote.call(other, "query", {}) is None
    assert got == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"port": 1}', "null"])
def test_a_spoilt_door_is_no_door(settings, text):
    path = Path(settings.run_dir, "app.json")
    path.parent.mkdir()
    path.write_text(text)
    assert remote.call(settings, "query", {}) is None


def test_a_stale_token_is_no_answer(settings):
    with app(401, {"error": "unauthorized"}) as (port, _):
        remote.open_door(settings, port)
        assert remote.call(settings, "query", {}) is None
