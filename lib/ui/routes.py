"""Routes on the app's own server: those of the API (HTTP in, HTTP out; `lib.api` does the work); and that of
the start page by its name."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from lib import api
from lib.clock import now
from lib.model import say
from lib.settings import Settings, load
from lib.ui import services

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_HEADERS = {"Cache-Control": "no-store"}

Endpoint = Callable[[Request], Awaitable[api.Answer]]


def _route(path: str, method: str, endpoint: Endpoint) -> Route:
    """A route that answers in JSON whatever happens."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if request.method != method:
            document = {"error": f"This address takes {method} alone."}
            return JSONResponse(document, 405, {**_HEADERS, "Allow": method})
        try:
            status, document = await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            status, document = api.failure(error)
        more = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        return JSONResponse(document, int(status), {**_HEADERS, **more})

    return Route(path, answer, methods=list(_METHODS))


async def _imports(request: Request) -> api.Answer:
    settings = load()
    store = await run_in_threadpool(services.store, settings)
    source = await run_in_threadpool(api.admit, store, request.headers.get("authorization", ""))
    api.check_body(request.headers, _most(settings))
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        files, fields = await _received(request, Path(folder), _most(settings))
        return await run_in_threadpool(api.imports, store, settings, source, files, fields, now())


async def _query(request: Request) -> api.Answer:
    settings = load()
    store = await run_in_threadpool(services.store, settings)
    source = await run_in_threadpool(api.admit, store, request.headers.get("authorization", ""))
    return await run_in_threadpool(api.query, store, settings, source, request.query_params.multi_items())


async def _audience(request: Request) -> api.Answer:
    settings = load()
    store = await run_in_threadpool(services.store, settings)
    source = await run_in_threadpool(api.admit, store, request.headers.get("authorization", ""))
    return await run_in_threadpool(api.audience, store, settings, source, request.query_params.multi_items())


def _most(settings: Settings) -> int:
    return settings.max_upload_mb << 20


async def _received(
    request: Request, folder: Path, most: int
) -> tuple[list[tuple[str, Path]], list[tuple[str, str]]]:
    """The files of a request, on disk, and its fields. Never more than a block is in memory."""
    fields = list(request.query_params.multi_items())
    bounded = Request(request.scope, _bounded(request.receive, most))
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _form(bounded, folder, fields)
    name = api.file_name(fields, request.headers.get("content-disposition", ""))
    place = folder / "0"
    with place.open("wb") as file:
        async for block in bounded.stream():
            await run_in_threadpool(file.write, block)
    return [(name, place)], fields


async def _form(
    request: Request, folder: Path, fields: list[tuple[str, str]]
) -> tuple[list[tuple[str, Path]], list[tuple[str, str]]]:
    files: list[tuple[str, Path]] = []
    try:
        async with request.form(max_files=api.FILES, max_fields=10) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    place = folder / str(len(files))
                    await run_in_threadpool(_copy, value.file, place)
                    files.append((value.filename or "upload", place))
                else:
                    fields.append((name, value))
    except HTTPException as error:
        raise api.Refusal(400, say("The form cannot be read: {reason}", reason=str(error.detail))) from None
    return files, fields


def _copy(source: BinaryIO, place: Path) -> None:
    with place.open("wb") as target:
        shutil.copyfileobj(source, target)


def _bounded(receive: Receive, most: int) -> Receive:
    """Takes in a body up to a size; the refusal comes with the first byte beyond it."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise api.too_large(most)
        return message

    return bounded


async def _start(request: Request) -> Response:
    """Streamlit knows the start page under / alone, and tells who writes its name that it is not there."""
    return RedirectResponse(f"./?{request.url.query}")


ROUTES = [
    _route(api.IMPORTS, "POST", _imports),
    _route(api.QUERY, "GET", _query),
    _route(api.AUDIENCE, "GET", _audience),
    Route("/overview", _start),
]
