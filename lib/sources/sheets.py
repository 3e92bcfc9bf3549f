"""Google Sheets: one worksheet as a table of text, or one sentence why it cannot be read."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import gspread
from google.auth.exceptions import GoogleAuthError
from gspread.auth import READONLY_SCOPES
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from gspread.utils import absolute_range_name

from lib.model import Message, SourceFailed, say
from lib.sources import cells
from lib.sources.google import HOST, GoogleClient, no_data
from lib.sources.table import of_rows
from lib.sources.upload import Upload

_ID = re.compile(r"^[\w-]+$")
_URL = re.compile(r"/spreadsheets/(?:u/\d+/)?d/(?P<id>[\w-]+)")
_GID = re.compile(r"[#&?]gid=(?P<gid>\d+)")
_KNOWN = 20
"""How many worksheets a message names."""


@dataclass(frozen=True)
class Place:
    """Which worksheet: by its title, else by the number in the address (gid), else the first."""

    spreadsheet: str
    worksheet: str | None = None
    gid: int | None = None


@dataclass(frozen=True)
class Worksheet:
    """A worksheet as the spreadsheet's metadata tell of it; `rows` is the size of its grid."""

    title: str
    gid: int
    rows: int
    hidden: bool


def read(
    address: Mapping[str, Any],
    google: Mapping[str, Any],
    base_url: str = HOST,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Upload:
    """The worksheet at an address, named "spreadsheet · worksheet"; rows count as in the sheet.

    `address`: {"spreadsheet": id or URL, "worksheet": title or None}. `google`: a service account's
    JSON, or {"api_key": …}. Costs two requests (what worksheets there are; all values in one batch),
    a small third one where numbers may be dates or percents, and with a service account one for
    an access token; all within `google.DEADLINE` seconds.
    SourceFailed says in words what is wrong; nothing secret is in it.
    """
    place = _place(address)
    made = partial(GoogleClient, base_url=base_url, clock=clock, sleep=sleep)
    try:
        with closing(_client(google, made)) as client:
            title, worksheets = _worksheets(client, place)
            worksheet = _chosen(place, title, worksheets)
            rows = _rows(client, place.spreadsheet, worksheet)
    except APIError as error:
        raise SourceFailed(_reason(error, place, google)) from None
    except (ValueError, TypeError, LookupError, AttributeError):
        # No JSON, or not of the form the API documents.
        raise SourceFailed(no_data()) from None
    if not any(cell.strip() for row in rows for cell in row):
        raise SourceFailed(say("The worksheet “{worksheet}” is empty.", worksheet=worksheet.title))
    return Upload(f"{title} · {worksheet.title}", _sha256(rows), (of_rows(rows, worksheet.title),))


def _place(address: Mapping[str, Any]) -> Place:
    text = str(address.get("spreadsheet") or "").strip()
    url, gid = _URL.search(text), _GID.search(text)
    id = url["id"] if url else text
    if id == "e" or not _ID.match(id):
        raise SourceFailed(
            say("“{text}” is no Google Sheet: copy the address of the sheet as you edit it.", text=text[:200])
        )
    return Place(id, address.get("worksheet") or None, int(gid["gid"]) if gid else None)


def _client(google: Mapping[str, Any], http_client: Callable[..., GoogleClient]) -> GoogleClient:
    if not google:
        raise SourceFailed(
            say(
                "There are no Google credentials: put a service account's JSON, or an api_key, under "
                "[google] in the secrets file."
            )
        )
    made: Any = http_client  # gspread wants a class, and calls it
    try:
        if google.get("api_key"):
            client = gspread.api_key(str(google["api_key"]), http_client=made)
        else:
            client = gspread.service_account_from_dict(google, READONLY_SCOPES, http_client=made)
    except (GoogleAuthError, ValueError, KeyError, TypeError):
        raise SourceFailed(
            say(
                "The Google credentials in the secrets file are not whole: a service account's JSON has "
                "client_email, private_key and token_uri."
            )
        ) from None
    return cast(GoogleClient, client.http_client)


def _worksheets(client: HTTPClient, place: Place) -> tuple[str, list[Worksheet]]:
    wanted: dict[str, Any] = {"fields": "properties.title,sheets.properties"}
    found = client.fetch_sheet_metadata(place.spreadsheet, wanted)
    sheets = [each["properties"] for each in found["sheets"]]
    return found["properties"]["title"], [
        Worksheet(
            each["title"],
            each.get("sheetId", 0),
            each.get("gridProperties", {}).get("rowCount", 0),
            each.get("hidden", False),
        )
        for each in sheets
        if each.get("sheetType", "GRID") == "GRID"  # others hold a chart alone
    ]


def _chosen(place: Place, title: str, worksheets: Sequence[Worksheet]) -> Worksheet:
    if place.worksheet is not None:
        fitting = [each for each in worksheets if each.title == place.worksheet]
    elif place.gid is not None:
        fitting = [each for each in worksheets if each.gid == place.gid]
    else:
        fitting = sorted(worksheets, key=lambda each: each.hidden)
    if fitting:
        return fitting[0]
    raise SourceFailed(
        say(
            "There is no worksheet “{worksheet}” in “{title}”; there are: {known}",
            worksheet=place.worksheet or f"gid={place.gid}",
            title=title,
            known=", ".join(each.title for each in worksheets[:_KNOWN]) or "–",
        )
    )


def _rows(client: HTTPClient, id: str, worksheet: Worksheet) -> list[tuple[str, ...]]:
    options: dict[str, Any] = {
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
        "majorDimension": "ROWS",
    }
    found = client.values_batch_get(id, [absolute_range_name(worksheet.title)], options)
    values = found["valueRanges"][0].get("values", [])
    if not cells.formats_matter(values):
        return cells.texts(values, {})
    return cells.texts(values, cells.kinds(values, _formats(client, id, worksheet)))


def _formats(client: HTTPClient, id: str, worksheet: Worksheet) -> list[list[str]]:
    """The number format's type of each cell of the first rows."""
    last = min(cells.LOOKED_AT, worksheet.rows or cells.LOOKED_AT)
    wanted: dict[str, Any] = {
        "ranges": absolute_range_name(worksheet.title, f"1:{last}"),
        "fields": "sheets.data.rowData.values.effectiveFormat.numberFormat.type",
    }
    grids = client.spreadsheets_get(id, wanted)["sheets"][0].get("data", [{}])
    return [
        [
            cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
            for cell in row.get("values", [])
        ]
        for row in grids[0].get("rowData", [])
    ]


def _sha256(rows: Sequence[Sequence[str]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        # Lengths keep apart what separators in a cell would run together.
        digest.update(f"{[len(cell) for cell in row]}{''.join(row)}\n".encode())
    return digest.hexdigest()


def _reason(error: APIError, place: Place, google: Mapping[str, Any]) -> Message:
    """What a refusal of Google's means, and what to do."""
    status, said = error.response.status_code, str(error.error)
    if status == 404:
        return say(
            "There is no Google Sheet “{id}”: copy its address from the browser again.", id=place.spreadsheet
        )
    if "SERVICE_DISABLED" in said or "SERVICE_BLOCKED" in said:
        return say(
            "The Google Sheets API is off for these credentials: enable it in the Google Cloud console."
        )
    if status == 401 or "API_KEY_INVALID" in said or "API key not valid" in said:
        return say("Google refuses the credentials in the secrets file: make a new key.")
    if status == 403:
        return _not_shared(google)
    if "FAILED_PRECONDITION" in said:
        return say(
            "The file is no Google Sheet but an uploaded document: open it and save it as Google Sheets."
        )
    return say("Google refuses to answer ({status}).", status=status)


def _not_shared(google: Mapping[str, Any]) -> Message:
    if google.get("api_key"):
        return say("The sheet is not public, which an API key needs: let anyone with the link view it.")
    return say(
        "Pulse may not see the sheet: share it, for viewing, with {email}.", email=google.get("client_email")
    )
