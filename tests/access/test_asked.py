"""What was asked for before the sign-in is shown after it, and nothing on another server."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.ui.asked import COOKIE, AskedFor, target


async def page(request):
    return HTMLResponse("<html>")


async def callback(request):
    return RedirectResponse("/", 302)


@pytest.fixture
def client():
    routes = [Route("/oauth2callback", callback), Route("/{path:path}", page)]
    app = Starlette(routes=routes, middleware=[Middleware(AskedFor)])
    return TestClient(app, follow_redirects=False)


def test_the_way_back_leads_to_what_was_asked_for(client):
    place = "/sentiment?lang=zh-TW&topic=%E6%96%B0%E5%93%81&from=2026-01-01"
    client.get(place)
    reply = client.get("/oauth2callback?code=1")
    assert reply.headers["location"] == place
    assert client.get("/oauth2callback?code=2").headers["location"] == "/", "once"


def test_who_has_signed_in_gets_no_cookie(client):
    client.cookies.set("_streamlit_user", "x")
    assert COOKIE not in client.get("/content").cookies


@pytest.mark.parametrize("path", ["/_stcore/health", "/api/query", "/static/x.html", "/auth/login"])
def test_what_is_no_page_is_not_remembered(client, path):
    assert COOKIE not in client.get(path).cookies


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example/x",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/x\r\nset-cookie: a=b",
        "/" + "x" * 4000,
        "",
    ],
)
def test_nothing_leads_elsewhere(client, place):
    assert target(place) == ""
    client.cookies.set(COOKIE, place.replace("\r", "%0D").replace("\n", "%0A").replace("\\", "%5C"))
    assert client.get("/oauth2callback?code=1").headers["location"] == "/"
