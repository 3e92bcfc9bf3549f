"""What was asked for before the sign-in is shown after it: a short-lived cookie keeps page and view."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "pulse_asked"
SECONDS = 600
LONGEST = 3000
"""Characters of an address that are kept; browsers refuse cookies of more than 4096."""

_SIGNED_IN = "_streamlit_user"
_CALLBACK = "/oauth2callback"
_NO_PAGES = ("/_stcore", "/auth/", "/api/", "/static/", "/media/", "/component/", _CALLBACK)


class AskedFor:
    """ASGI middleware. A page asked for by who has not signed in is remembered; the provider's answer,
    which Streamlit sends on to the start page, leads to it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*_changed(scope, message)]
            await send(message)

        await self._app(scope, receive, answer)


def _changed(scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
    headers = [*message.get("headers", [])]
    cookies = _cookies(scope)
    if scope["path"].endswith(_CALLBACK) and message["status"] in (302, 303, 307):
        place = target(unquote(cookies.get(COOKIE, "")))
        return _redirected(headers, place) if place else headers
    if _is_page(headers) and _SIGNED_IN not in cookies and not scope["path"].startswith(_NO_PAGES):
        query = scope.get("query_string", b"").decode("latin-1")
        place = target(scope["path"] + (f"?{query}" if query else ""))
        if place:
            headers.append(_set(scope, quote(place, safe="")))
    return headers


def target(place: str) -> str:
    """An address on this server: path and query; empty for anything that leads elsewhere."""
    if not place.startswith("/") or len(place) > LONGEST or "\\" in place or not place.isprintable():
        return ""
    parts = urlsplit(place)
    return "" if parts.scheme or parts.netloc or place.startswith("//") else place


def _redirected(headers: list[tuple[bytes, bytes]], place: str) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"location"]
    gone = (b"set-cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".encode())
    return [*kept, (b"location", quote(place, safe="/?&=%:,;@+~*!$'()-._").encode()), gone]


def _set(scope: Scope, value: str) -> tuple[bytes, bytes]:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    words = f"{COOKIE}={value}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", words.encode("latin-1")


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return dict(headers).get(b"content-type", b"").startswith(b"text/html")


def _cookies(scope: Scope) -> dict[str, str]:
    try:
        return {
            name: each.value for name, each in SimpleCookie(Headers(scope=scope).get("cookie", "")).items()
        }
    except CookieError:
        return {}
