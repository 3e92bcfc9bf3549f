"""A fake of the Google Sheets API over real HTTP: documents, credentials, and every way to fail.

    with SheetsServer() as server:
        server.sheets["id"] = [["post_id", "reach"], ["1", 100]]
        sheets.read({"spreadsheet": "id"}, server.api_key, server.url)

A document is rows of one worksheet, or {title: rows} of several. Cells are text, numbers, booleans,
dates, date-times and `Cell(number, format)`; they are answered as the API does for the options asked.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

EMAIL = "pulse@project.iam.example"
KEY = "api-key-that-must-stay-secret"
TOKEN = "token-that-must-stay-secret"
AUDIENCE = "https://oauth2.googleapis.com/token"  # what Google signs for, wherever the token is fetched
START = datetime(1899, 12, 30)


class Cell(NamedTuple):
    """A number in a format: PERCENT, TIME, DATE, DATE_TIME, NUMBER …"""

    value: float
    format: str


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    at: float


@dataclass(frozen=True)
class Fault:
    """What the next request gets instead of its answer; `path` limits it to requests of such a path."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0
    drip: float = 0
    cut: bool = False
    path: str = ""


def refusal(status: int, reason: str, message: str = "", **more: Any) -> Fault:
    """An error in the API's own form."""
    return Fault(status, {"error": {"code": status, "message": message, "status": reason, **more}})


HTML_500 = Fault(500, "<!DOCTYPE html><html><title>Error 500 (Server Error)!!1</title></html>")


@cache
def _key() -> tuple[str, str]:
    """A private key and its public half, as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what the tests are about; all else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class SheetsServer:
    """The API at `url`; `requests` holds what was asked, tokens apart."""

    def __init__(self) -> None:
        self.sheets: dict[str, Any] = {}
        self.titles: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.private: set[str] = set()
        self.faults: deque[Fault] = deque()
        self.requests: list[Asked] = []
        self.tokens: list[Asked] = []
        self._http = _Http(("127.0.0.1", 0), _handler(self))
        self._stopped = threading.Event()
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> SheetsServer:
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def api_key(self) -> dict[str, str]:
        """Credentials for the sheets that are not `private`."""
        return {"api_key": KEY}

    @property
    def service_account(self) -> dict[str, str]:
        """Credentials that may see everything, `private` apart."""
        return {
            "type": "service_account",
            "client_email": EMAIL,
            "private_key": _key()[0],
            "private_key_id": "1",
            "token_uri": f"{self.url}/token",
        }

    def fail(self, *faults: Fault) -> None:
        """The next requests fail so, one after the other."""
        self.faults.extend(faults)

    def fault_for(self, path: str) -> Fault | None:
        """Takes the next fault, if it is for requests of this path."""
        if self.faults and self.faults[0].path in path:
            return self.faults.popleft()
        return None

    def wait(self, seconds: float) -> None:
        """Sleeps, though not beyond the server's end."""
        self._stopped.wait(seconds)

    def worksheets(self, id: str) -> dict[str, Any]:
        """A document's worksheets by title."""
        found = self.sheets[id]
        return found if isinstance(found, dict) else {"Sheet1": found}


def _handler(server: SheetsServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = Asked("GET", unquote(url.path), parse_qs(url.query), time.monotonic())
            server.requests.append(asked)
            fault = server.fault_for(url.path)
            if fault is None:
                self._json(*_answer(server, asked, self.headers))
            else:
                self._fail(fault)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.tokens.append(Asked("POST", self.path, parse_qs(body), time.monotonic()))
            fault = server.fault_for(self.path)
            if fault is None:
                self._json(*_token(server, parse_qs(body)))
            else:
                self._fail(fault)

        def _fail(self, fault: Fault) -> None:
            server.wait(fault.hang)
            if fault.cut:
                self.close_connection = True
            elif fault.drip:
                self._drip(fault)
            elif isinstance(fault.body, str):
                self._send(fault.status, fault.body.encode(), "text/html; charset=UTF-8", fault.headers)
            else:
                self._json(fault.status, fault.body or {}, fault.headers)

        def _drip(self, fault: Fault) -> None:
            """A byte now and then: each arrives in time, all together never."""
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            try:
                for _ in range(1000):
                    if server._stopped.is_set():
                        break
                    self.wfile.write(b" ")
                    server.wait(fault.drip)
            except OSError:
                pass
            self.close_connection = True

        def _json(self, status: int, document: Any, headers: dict[str, str] | None = None) -> None:
            self._send(
                status, json.dumps(document).encode(), "application/json; charset=UTF-8", headers or {}
            )

        def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
            """Packed and in chunks, as Google sends, where the client takes it."""
            packed = "gzip" in self.headers.get("Accept-Encoding", "")
            coding = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
            known = {"Content-Type": kind, **(coding if packed else {"Content-Length": str(len(body))})}
            try:
                self.send_response(status)
                for name, value in {**known, **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(_chunked(gzip.compress(body, 1)) if packed else body)
            except OSError:
                self.close_connection = True  # the client gave up

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _chunked(body: bytes, size: int = 40_000) -> bytes:
    blocks = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(block), block) for block in [*blocks, b""])


def _token(server: SheetsServer, form: dict[str, list[str]]) -> tuple[int, Any]:
    """The exchange of a signed assertion for an access token, checked as Google does."""
    try:
        said = jwt.decode(form["assertion"][0], certs=_key()[1], audience=AUDIENCE)
    except (ValueError, KeyError):
        return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    if said["iss"] != EMAIL or "spreadsheets.readonly" not in said["scope"]:
        return 400, {"error": "invalid_scope"}
    return 200, {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}


def _answer(server: SheetsServer, asked: Asked, headers: Message) -> tuple[int, Any]:
    bearer = headers.get("Authorization")
    if headers.get("x-goog-api-key") not in (None, KEY):
        return _error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
    if bearer is None and headers.get("x-goog-api-key") is None:
        return _error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers")
    if bearer not in (None, f"Bearer {TOKEN}"):
        return _error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
    found = re.fullmatch(r"/v4/spreadsheets/([\w-]+)(/values:batchGet)?", asked.path)
    if not found or found[1] not in server.sheets:
        return _error(404, "NOT_FOUND", "Requested entity was not found.")
    if found[1] in server.private:
        return _error(403, "PERMISSION_DENIED", "The caller does not have permission")
    return (_values if found[2] else _metadata)(server, found[1], asked.query)


def _error(status: int, reason: str, message: str) -> tuple[int, Any]:
    return status, {"error": {"code": status, "message": message, "status": reason}}


def _metadata(server: SheetsServer, id: str, query: dict[str, list[str]]) -> tuple[int, Any]:
    worksheets = server.worksheets(id)
    if "rowData" in query.get("fields", [""])[0]:
        title, last = _range(query["ranges"][0])
        if last and last > len(worksheets[title]) + 20:
            return _error(400, "INVALID_ARGUMENT", f"Range ({query['ranges'][0]}) exceeds grid limits.")
        rows = [{"values": [_format(cell) for cell in row]} for row in worksheets[title][:last]]
        return 200, {"sheets": [{"data": [{"rowData": rows}]}]}
    sheets = [
        {
            "properties": {
                "sheetId": at * 1000,
                "title": title,
                "sheetType": "GRID" if isinstance(rows, Sequence) else "OBJECT",
                **({"hidden": True} if title in server.hidden else {}),
                "gridProperties": {"rowCount": len(rows or ()) + 20},
            }
        }
        for at, (title, rows) in enumerate(worksheets.items())
    ]
    return 200, {"properties": {"title": server.titles.get(id, id)}, "sheets": sheets}


def _range(text: str) -> tuple[str, int | None]:
    """(worksheet, last row) of 'It''s'!1:50."""
    found = re.fullmatch(r"'((?:[^']|'')*)'(?:!1:(\d+))?", text)
    assert found, text
    return found[1].replace("''", "'"), int(found[2]) if found[2] else None


def _values(server: SheetsServer, id: str, query: dict[str, list[str]]) -> tuple[int, Any]:
    title, _ = _range(query["ranges"][0])
    if title not in server.worksheets(id):
        return _error(400, "INVALID_ARGUMENT", f"Unable to parse range: {query['ranges'][0]}")
    plain = query.get("valueRenderOption") == ["UNFORMATTED_VALUE"]
    serial = query.get("dateTimeRenderOption", ["SERIAL_NUMBER"]) == ["SERIAL_NUMBER"]
    rows = [_trimmed([_value(cell, plain, serial) for cell in row]) for row in server.worksheets(id)[title]]
    while rows and not rows[-1]:
        rows.pop()
    answer = {"range": query["ranges"][0], "majorDimension": "ROWS", **({"values": rows} if rows else {})}
    return 200, {"spreadsheetId": id, "valueRanges": [answer]}


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] == "":
        row.pop()
    return row


def _value(cell: Any, plain: bool, serial: bool) -> Any:
    """A cell as the API renders it: as numbers, or as a German sheet shows it."""
    if cell is None or isinstance(cell, str | bool):
        return "" if cell is None else cell
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        number = (moment - START).total_seconds() / 86_400
        return (int(number) if number % 1 == 0 else number) if plain and serial else f"{cell:%d.%m.%y}"
    number = cell.value if isinstance(cell, Cell) else cell
    return number if plain else f"{number:,}".replace(",", ".")


def _format(cell: Any) -> dict[str, Any]:
    kind = "DATE_TIME" if isinstance(cell, datetime) else "DATE" if isinstance(cell, date) else ""
    kind = cell.format if isinstance(cell, Cell) else kind
    return {"effectiveFormat": {"numberFormat": {"type": kind}}} if kind else {}
