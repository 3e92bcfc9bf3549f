"""Each way of telling people, over its real protocol, to a server on this computer."""

import email
import socket
from email import policy

import pytest

from lib.model import SettingError, SourceFailed
from lib.notify import wire
from lib.notify.notice import Mail, Notice, read
from tests.notify.fakes import LOCAL, smtp, web

NOTICE = Notice("alarm 1", "Pulse：早期警報", "31.6% 負面，平常 12.4%。", "http://localhost:8501/sentiment")


@pytest.fixture
def server():
    with web() as made:
        yield made


@pytest.fixture
def post_office():
    with smtp() as made:
        yield made


def mail(port, password="s3cret") -> Mail:
    return Mail("127.0.0.1", port, "none", "pulse", password, "pulse@example.org")


def test_an_email_arrives_whole(post_office):
    letters, port = post_office
    wire.email(mail(port), "boss@example.org", NOTICE, LOCAL)
    ((sender, to, text),) = letters.got
    assert (sender, to) == ("pulse@example.org", ["boss@example.org"])
    told = email.message_from_bytes(text, policy=policy.default)
    assert told["Subject"] == NOTICE.title
    assert NOTICE.text in told.get_content()
    assert NOTICE.link in told.get_content()


def test_the_same_email_again_bears_the_same_number(post_office):
    letters, port = post_office
    for _ in range(2):
        wire.email(mail(port), "boss@example.org", NOTICE, LOCAL)
    numbers = {email.message_from_bytes(text)["Message-ID"] for _, _, text in letters.got}
    assert len(numbers) == 1


def test_a_wrong_password_is_told_without_it(post_office):
    _, port = post_office
    with pytest.raises(wire.Undelivered) as failed:
        wire.email(mail(port, "wr0ng"), "boss@example.org", NOTICE, LOCAL)
    assert "535" in str(failed.value)
    assert "wr0ng" not in str(failed.value)


def test_a_webhook_gets_text_as_slack_takes_it(server):
    wire.webhook(server.url, NOTICE, LOCAL)
    ((path, headers, body),) = server.got
    assert path == "/services/T0/B0/x0x0"
    assert headers["Content-Type"].startswith("application/json")
    assert list(body) == ["text"]
    assert all(each in body["text"] for each in (NOTICE.title, NOTICE.text, NOTICE.link))


def test_line_is_pushed_with_the_token(server):
    wire.line(server.url, "t0ken", "U123", NOTICE, LOCAL)
    wire.line(server.url, "t0ken", "U123", NOTICE, LOCAL)
    (_, headers, body), (_, again, _) = server.got
    assert headers["Authorization"] == "Bearer t0ken"
    assert body["to"] == "U123"
    assert body["messages"] == [{"type": "text", "text": f"{NOTICE.title}\n{NOTICE.text}\n{NOTICE.link}"}]
    assert headers["X-Line-Retry-Key"] == again["X-Line-Retry-Key"]


def test_line_says_it_took_the_message_before(server):
    server.answers = [409]
    wire.line(server.url, "t0ken", "U123", NOTICE, LOCAL)


@pytest.mark.parametrize("status", [302, 400, 409, 500])
def test_another_answer_than_yes_is_told(server, status):
    server.answers = [status]
    with pytest.raises(wire.Undelivered, match=str(status)) as failed:
        wire.webhook(server.url, NOTICE, LOCAL)
    assert "x0x0" not in str(failed.value)
    assert len(server.got) == 1  # a redirect is not followed


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "nothing",
        "http://127.0.0.1:99999",
        "http://[",
        "http://127.0.0.1/春",
    ],
)
def test_only_http_is_spoken(url):
    with pytest.raises(wire.Undelivered):
        wire.webhook(url, NOTICE, LOCAL)


def test_internal_addresses_are_refused(server, post_office):
    with pytest.raises(SourceFailed):
        wire.webhook(server.url, NOTICE, frozenset())
    with pytest.raises(SourceFailed):
        wire.email(mail(post_office[1]), "boss@example.org", NOTICE, frozenset())
    assert server.got == post_office[0].got == []


def test_a_server_that_hangs_is_left(monkeypatch):
    monkeypatch.setattr(wire, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(wire.Undelivered):
            wire.webhook(f"http://127.0.0.1:{port}/", NOTICE, LOCAL)
        with pytest.raises(wire.Undelivered):
            wire.email(mail(port), "boss@example.org", NOTICE, LOCAL)


def test_secrets_name_whom_to_tell():
    post = read(
        {
            "smtp": {"host": "mail.example.org", "password": "s3cret"},
            "line": {"token": "t0ken", "to": ["U123"]},
            "alerts": {"email": ["a@example.org"], "webhooks": ["https://hooks.example.org/x0x0"]},
        }
    )
    assert [each.channel for each in post.recipients] == ["email", "webhook", "line"]
    assert not any(secret in repr(post) for secret in ("s3cret", "t0ken", "x0x0", "U123"))


@pytest.mark.parametrize(
    "told",
    [
        {"alerts": {"email": ["a@example.org"]}},
        {"smtp": {"host": "h", "tls": "maybe"}},
        {"smtp": {"server": "h"}},
        {"alerts": ["a@example.org"]},
    ],
)
def test_wrong_secrets_are_told_without_them(told):
    with pytest.raises(SettingError) as failed:
        read(told)
    assert "example" not in str(failed.value)
