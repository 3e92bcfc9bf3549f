"""The composition root: an ASGI `st.App` around the shell. No data work happens here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib import remote
from lib.settings import ROOT, load
from lib.ui import forecasting, mishap, services, sources_schedule
from lib.ui.asked import AskedFor
from lib.ui.headers import SecurityHeaders
from lib.ui.routes import ROUTES


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, object]]:
    """Lets commands in and works in the background. Until the store is opened, /readyz says no."""
    services.check_address(settings := load(), str(st.get_option("server.address") or ""))
    warming = asyncio.create_task(run_in_threadpool(services.warm_up, settings))
    door = app.state["door"] = remote.open_door(settings, int(st.get_option("server.port")))
    sources_schedule.schedule(settings).start()
    forecasting.forecaster(settings).start()
    try:
        yield {"door": door}
    finally:
        remote.close_door(settings)
        await run_in_threadpool(sources_schedule.stop, settings)
        await run_in_threadpool(forecasting.stop, settings)
        await asyncio.gather(warming, return_exceptions=True)


async def healthz(request: Request) -> Response:
    """The process is up."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The store answers and has the newest schema."""
    problem = await run_in_threadpool(services.problem, load())
    return PlainTextResponse(problem or "ready", status_code=503 if problem else 200)


async def command(request: Request) -> Response:
    """A command of this machine's user, while the app holds the database."""
    asked = request.headers.get("authorization", ""), await request.body()
    status, document = await run_in_threadpool(
        remote.answer, app.state["door"], services.store(load()), load(), *asked
    )
    return JSONResponse(document, status_code=int(status))


app = st.App(
    ROOT / "lib" / "ui" / "shell.py",
    lifespan=lifespan,
    on_script_error=mishap.shown,
    routes=[
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route(remote.PATH, command, methods=["POST"]),
        *ROUTES,
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(AskedFor),
        Middleware(TrustedHostMiddleware, allowed_hosts=st.get_option("server.allowedHosts") or ["*"]),
    ],
)
