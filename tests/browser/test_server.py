"""The server around the pages: what it lets in, what it tells, and commands while it runs."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lib import remote
from lib.settings import ROOT
from lib.ui import reporting
from lib.ui.headers import HEADERS
from lib.ui.menu import pages
from tests.browser import exports

WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


def ask(server, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """One request: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(
            method, path, body, {name.replace("_", "-"): text for name, text in headers.items()}
        )
        reply = connection.getresponse()
        content = b"" if reply.status == 101 else reply.read()
        return reply.status, reply.headers, content
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/content", "/healthz", "/readyz", "/_stcore/health", remote.PATH])
def test_every_answer_carries_the_security_headers(demonstration, path):
    _, headers, _ = ask(demonstration, path)
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_it_says_that_it_lives_and_is_ready(demonstration):
    assert ask(demonstration, "/healthz")[::2] == (200, b"ok")
    assert ask(demonstration, "/readyz")[::2] == (200, b"ready")


@pytest.mark.parametrize("path", ["/", "/content", "/healthz", "/_stcore/health", "/_stcore/host-config"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8501"])
def test_another_hosts_name_is_refused(demonstration, path, host):
    """Else a page of another site could read ours by pointing its own name here (DNS rebinding)."""
    assert 400 <= ask(demonstration, path, Host=host)[0] < 500


def test_the_start_page_opens_under_its_own_name_too(demonstration):
    """Streamlit alone would say, in English and over the page, that there is no such page."""
    status, headers, _ = ask(demonstration, "/overview?lang=en&platform=x&topic=%E6%96%B0")
    assert (status, headers["Location"]) == (307, "./?lang=en&platform=x&topic=%E6%96%B0")
    assert pages(ROOT / "pages")[0][0].stem == reporting.START == "overview"


def test_the_right_names_are_let_in(demonstration):
    port = demonstration.port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", "localhost"):
        assert ask(demonstration, "/", Host=host)[0] == 200


def test_another_sites_page_gets_no_socket(demonstration):
    own = f"http://127.0.0.1:{demonstration.port}"
    assert ask(demonstration, "/_stcore/stream", Origin=own, **WEBSOCKET)[0] == 101
    assert ask(demonstration, "/_stcore/stream", Origin="http://evil.example", **WEBSOCKET)[0] >= 400
    foreign = {**WEBSOCKET, "Host": "evil.example", "Origin": "http://evil.example"}
    assert ask(demonstration, "/_stcore/stream", **foreign)[0] >= 400


def test_a_command_without_the_token_is_unauthorised(demonstration):
    body = json.dumps(
        {"command": "query", "arguments": {"metrics": ["posts"], "by": [], "where": []}}
    ).encode()
    for authorization in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "Bearer \xe9"}):
        status, _, content = ask(demonstration, remote.PATH, "POST", body, **authorization)
        assert (status, json.loads(content)) == (401, {"error": "unauthorized"})


def command(server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a person would give it."""
    return subprocess.run(
        [sys.executable, "-m", "lib", *arguments, "--json"],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_commands_work_while_the_app_holds_the_database(demonstration):
    found = command(demonstration, "query", "posts")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["rows"] == [{"posts": 400}]


def test_an_import_by_command_finds_the_file_it_names(workshop):
    file = Path(workshop.settings.run_dir) / "x.csv"
    file.write_bytes(exports.x())
    found = command(workshop, "import", str(file), str(file.with_name("missing.csv")))
    assert found.returncode == 1
    good, missing = json.loads(found.stdout)
    assert (good["format"], good["posts"]["new"]) == ("x_content", 2)
    assert missing["refused"]


def test_a_stopped_app_lets_the_database_go(cold):
    cold.stop()
    assert not (Path(cold.settings.run_dir) / "app.json").exists()
    found = command(cold, "query", "posts")
    assert json.loads(found.stdout) == {"rows": [{"posts": 0}], "data_version": 0}
