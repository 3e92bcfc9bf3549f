"""`python -m lib …`: thin; every command is one call into `lib.commands`.

Exit codes: 0 done, 1 could not be done (the reason is on stderr), 2 called wrongly.
`--json` prints exactly one JSON document on stdout.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from lib import (
    audience_cli,
    backup_cli,
    forecast_cli,
    goal_cli,
    incident_cli,
    posting_cli,
    privacy_cli,
    report_cli,
    sentiment_cli,
    source_cli,
    terminal,
    watch_cli,
    why_cli,
)
from lib.model import PulseError
from lib.settings import ROOT, Settings
from lib.terminal import Json, do

app = typer.Typer(
    help="Pulse: a community engagement dashboard that is honest about its numbers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("import")
def import_(
    files: Annotated[list[str], typer.Argument(help="Export files: CSV, TSV or XLSX.")],
    format: Annotated[
        str | None, typer.Option(help="The format's id, when it should not be recognised.")
    ] = None,
    captured_at: Annotated[
        str | None, typer.Option(help="When the numbers were true (ISO); else from the file name, else now.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help="The platform, where the file does not say it.")
    ] = None,
    account: Annotated[str | None, typer.Option(help="The account, where the file does not say it.")] = None,
    community: Annotated[str | None, typer.Option(help="The community the account belongs to.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Import export files; the same file twice changes nothing."""
    do(
        "import",
        as_json,
        files=files,
        folder=os.getcwd(),
        format=format,
        captured_at=captured_at,
        platform=platform,
        account=account,
        community=community,
        dry_run=dry_run,
    )


@app.command()
def query(
    metrics: Annotated[list[str], typer.Argument(help="Metric ids; see docs/metrics.md.")],
    by: Annotated[str, typer.Option(help="Dimensions to split by, with commas.")] = "",
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE; may be repeated.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="A moment (ISO) or a data version: the figures as they stood.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask for figures; without dates, over all data."""
    dimensions = [name for name in by.split(",") if name]
    # "--where a=1 b=2" leaves the second filter among the metrics, where it can only be a filter.
    filters = [*(where or []), *(word for word in metrics if "=" in word)]
    do(
        "query",
        as_json,
        metrics=[word for word in metrics if "=" not in word],
        by=dimensions,
        where=filters,
        start=start,
        end=end,
        as_of=as_of,
    )


@app.command()
def formats(as_json: Json = False) -> None:
    """List the export formats that are recognised."""
    do("formats", as_json)


@app.command()
def demo(
    posts: Annotated[int, typer.Option(min=1, max=10_000_000, help="How many posts.")] = 3_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same data.")] = 1,
    clear: Annotated[bool, typer.Option("--clear", help="Remove the demonstration data.")] = False,
    as_json: Json = False,
) -> None:
    """Load the demonstration data (in place of an earlier one), or remove it."""
    do("demo", as_json, posts=posts, seed=seed, clear=clear)


@app.command()
def undo(
    import_id: Annotated[int, typer.Argument(help="The import's number.")], as_json: Json = False
) -> None:
    """Take an import back; what was before it is current again."""
    do("undo", as_json, import_id=import_id)


@app.command()
def observations(
    post: Annotated[str, typer.Argument(help="The post's id on its platform, or its link.")] = "",
    import_id: Annotated[
        int | None, typer.Option("--import", help="Instead of a post, an import: all that its file said.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most rows of an import.")] = 1000,
    as_json: Json = False,
) -> None:
    """List what each file said of a post, with file and row; or what an import brought."""
    if not post and import_id is None:
        raise typer.BadParameter("Name a post, or an import with --import.")
    do("observations", as_json, post=post, import_id=import_id, limit=limit)


_MORE = (
    *audience_cli.COMMANDS,
    *backup_cli.COMMANDS,
    *source_cli.COMMANDS,
    *forecast_cli.COMMANDS,
    *goal_cli.COMMANDS,
    *incident_cli.COMMANDS,
    *posting_cli.COMMANDS,
    *privacy_cli.COMMANDS,
    *report_cli.COMMANDS,
    *sentiment_cli.COMMANDS,
    *watch_cli.COMMANDS,
    *why_cli.COMMANDS,
)
for _command in _MORE:
    app.command()(_command)


@app.command()
def quality(
    where: Annotated[
        list[str] | None, typer.Option(help="platform, account or community=VALUE; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say how far the data can be relied on, and what to do about what is wrong."""
    do("quality", as_json, where=where or [])


@app.command()
def check(
    deep: Annotated[bool, typer.Option("--deep", help="Rebuild the derived tables and compare.")] = False,
    as_json: Json = False,
) -> None:
    """Look whether database, settings, formats and translations are in order."""
    do("check", as_json, deep=deep)


@app.command()
def migrate(as_json: Json = False) -> None:
    """Bring the database's schema up to date, after a backup."""
    do("migrate", as_json)


@app.command()
def serve(
    port: Annotated[int, typer.Option(envvar="PORT", help="The port.")] = 8501,
    address: Annotated[
        str | None,
        typer.Option(
            envvar="ADDRESS",
            help="The address to listen on, such as 0.0.0.0 behind a proxy; without it this computer alone.",
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Leave an empty store empty, for data of your own.")
    ] = False,
) -> None:
    """Serve the dashboard; an empty store is given the demonstration data first."""
    settings = terminal.settings()
    try:
        if not empty and not _has_file(settings):
            _fill_empty(settings)
    except PulseError as error:
        print(f"Error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    os.chdir(ROOT)
    arguments = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    arguments += ["--server.maxUploadSize", str(settings.max_upload_mb)]
    arguments += [] if address is None else ["--server.address", address]
    arguments += _known_as(settings)
    # Streamlit reads the sign-in from the same file as we do.
    arguments += ["--secrets.files", settings.secrets] if Path(settings.secrets).exists() else []
    os.execv(sys.executable, arguments)  # noqa: S606 - this interpreter, without a shell


def _known_as(settings: Settings) -> list[str]:
    """The address people type beside this computer's own: the server answers to no other name, and to no
    page of another origin."""
    parts = urlsplit(settings.url)
    names = dict.fromkeys(("localhost", "127.0.0.1", parts.hostname or "localhost"))
    hosts = [word for name in names for word in ("--server.allowedHosts", name)]
    return [*hosts, "--server.corsAllowedOrigins", f"{parts.scheme}://{parts.netloc}"]


def _has_file(settings: Settings) -> bool:
    """Whether this is no first start: the database is a file, and it is there."""
    scheme, _, path = settings.database_url.partition(":///")
    return scheme == "duckdb" and Path(path).exists()


def _fill_empty(settings: Settings) -> None:
    from lib import store_commands
    from lib.metrics.run import data_version
    from lib.store.engine import open_store

    engine = open_store(settings.database_url, Path(settings.backups))
    if data_version(engine) == 0:
        print("Loading the demonstration data …", file=sys.stderr)
        store_commands.demo(engine, settings)
    engine.dispose()
