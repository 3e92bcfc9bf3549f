"""The command about sentiment on the terminal; as `lib.cli`, which takes it in. It needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lib import terminal
from lib.model import PulseError
from lib.terminal import Json

if TYPE_CHECKING:
    from lib.analysis.sentiment import Engine, Judged

AT_ONCE = 500
"""Lines that are judged together: what is piped in may be longer than memory."""

PIPED = "-"


def sentiment(
    file: Annotated[
        str, typer.Argument(help="A file with one text a line, or - for what is piped in.")
    ] = PIPED,
    engine: Annotated[
        str, typer.Option(help="The engine, default or better, whatever the settings say.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Judge texts, one a line: positive, neutral or negative. One line each, in order."""
    from lib import sentiments

    try:
        settings = terminal.settings()
        judge = sentiments.engine(settings, engine or None)
        if not engine and (lacking := sentiments.lacking(settings)):
            print(f"Note: {lacking}", file=sys.stderr)
        with sys.stdin.buffer if file == PIPED else Path(file).open("rb") as source:
            for texts in _blocks(_lines(source)):
                _print(texts, judge, as_json)
    except (PulseError, OSError) as error:
        if as_json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"Error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _lines(source: Iterable[bytes]) -> Iterator[str]:
    """Lines as text; only a line feed ends one, so a line that came in goes out as one."""
    for number, line in enumerate(source):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if number == 0 else text


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    while block := list(islice(lines, AT_ONCE)):
        yield block


def _print(texts: list[str], judge: Engine, as_json: bool) -> None:
    show = _document if as_json else _sentence
    print("\n".join(show(text, found, judge) for text, found in zip(texts, judge.judge(texts), strict=True)))


def _document(text: str, found: Judged, judge: Engine) -> str:
    told = {"label": found.label, "score": round(found.score, 4)}
    return json.dumps({**told, "engine": judge.id, "version": judge.version})


def _sentence(text: str, found: Judged, judge: Engine) -> str:
    words = f"  [{', '.join(found.words)}]" if found.words else ""
    return f"{found.label:<8}  {found.score:+.2f}  {text}{words}"


def rescore(as_json: Json = False) -> None:
    """Judge all comments anew with the current engine."""
    terminal.do("rescore", as_json)


COMMANDS = (sentiment, rescore)
