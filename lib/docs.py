"""Keeps docs/ true to the code: `python -m lib.docs` makes its tables anew.

In pages of prose, what stands between `<!-- made: NAME -->` and `<!-- end -->` is made here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from lib import cli
from lib.i18n import locale
from lib.imports import formats, platforms
from lib.imports.spec import Format
from lib.metrics import breaks
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.metrics.definition import Dimension, Metric, Sum
from lib.metrics.sentiment import MINE
from lib.settings import ROOT

DOCS = ROOT / "docs"

_BLOCK = re.compile(r"<!-- made: (?P<name>[^>]+?) -->\n.*?<!-- end -->", re.DOTALL)
_UNITS = {
    "count": "count",
    "people": "people",
    "ratio": "fraction, shown in %",
    "per_post": "per post",
    "points": "points, −100 to 100",
}
_OVER = {"post": "posts", "comment": "comments", "mention": "comments, those on competitors too"}
_KINDS = {
    "posts": "one row a post",
    "days": "one row a day",
    "breakdowns": "parts of a figure",
    "comments": "one row a comment",
    "refuse": "refused, with the reason",
}
_ORDERS = {"ymd": "year first", "mdy": "month first", "dmy": "day first, where the file does not tell"}
_VALUES = {
    "day": "YYYY-MM-DD; of a week its Monday, of a month its first",
    "text": "text",
    "flag": "true, false, or not stated",
}
_NUMBERS = {"weekday": "1 (Monday) to 7", "hour": "0 to 23; none where the platform states no time"}


def blocks() -> dict[str, str]:
    """Every block by name, as Markdown."""
    known = formats.load()
    return {
        "metrics": _metrics(),
        "dimensions": _dimensions(),
        "engagements": _engagements(),
        "breaks": _breaks(),
        "formats": _formats(known.values()),
        "format details": "\n\n".join(map(_format, known.values())),
        **{f"command {name}": _command(each) for name, each in commands().items()},
    }


def commands() -> Mapping[str, Any]:
    """The commands of `python -m lib` by name."""
    return typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def names(text: str) -> list[str]:
    """The blocks a page has."""
    return [found["name"] for found in _BLOCK.finditer(text)]


def fill(text: str, made: Mapping[str, str]) -> str:
    """A page with the blocks in `made` put in; its other blocks stay as they are."""

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- made: {name} -->\n\n{made[name]}\n\n<!-- end -->" if name in made else found[0]

    return _BLOCK.sub(block, text)


def pages() -> list[Path]:
    """The pages of docs/."""
    return sorted(DOCS.glob("*.md"))


def write() -> list[str]:
    """Makes all blocks anew; gives the names of the pages that changed."""
    made, changed = blocks(), []
    for page in pages():
        text = page.read_text("utf-8")
        new = fill(text, made)
        if new != text:
            page.write_text(new, "utf-8")
            changed.append(page.name)
    return changed


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _metrics() -> str:
    chinese = locale("zh-TW")
    rows = [
        [
            f"`{each.id}`",
            f"{each.name}<br>{chinese.t(each.name)}",
            each.definition,
            formula(each),
            _UNITS[each.unit],
            each.good or "neither",
            "yes" if each.additive else "no",
            _OVER.get(each.fact, "days of accounts"),
            each.source or "as named",
        ]
        for each in METRICS.values()
    ]
    head = ["id", "name", "what it says", "formula", "unit", "good", "adds up", "counted over", "source"]
    return table(head, rows)


def formula(metric: Metric) -> str:
    """A metric's formula in words."""
    top = _sum(metric.top)
    if metric.bottom is None:
        return top
    both = ", over posts that state both" if metric.top.given else ""
    return f"{top} ÷ {_sum(metric.bottom)}{both}"


def _sum(part: Sum) -> str:
    column, series = part.column, part.series.replace("_", " ")
    if part.fact == "post":
        return {"rows": "number of posts", "stated": f"number of posts that state {column}"}.get(
            part.how, f"Σ {column}"
        )
    if part.fact in MINE:
        return _OF_COMMENTS[part.column, part.how]
    if part.fact == "page_day":
        return "mean over days of (Σ engagements ÷ followers of that day)"
    if part.column == "change":
        return f"Σ change of {series} from one known day to the next"
    return {
        "last": f"last {series} of each account in the period, added over accounts",
        "only": f"{series} of one account on one day, never added",
    }.get(part.how, f"Σ {series} of the days")


_OF_COMMENTS = {
    ("", "rows"): "number of comments",
    ("own", "sum"): "number of those on the brand",
    ("valence", "sum"): "100 × (positive − negative)",
    **{(name, "sum"): f"number of {name} ones" for name in ("negative", "neutral", "positive")},
    **dict.fromkeys([("valence", "stated"), ("negative", "stated")], "number of comments judged"),
}


def _dimensions() -> str:
    chinese = locale("zh-TW")
    rows = [
        [f"`{each.id}`", each.name, chinese.t(each.name), _values(each), _splits(each)]
        for each in DIMENSIONS.values()
    ]
    return table(["id", "name", "名稱", "values", "splits"], rows)


def _values(dimension: Dimension) -> str:
    return _NUMBERS.get(dimension.id) or _VALUES[dimension.kind]


def _splits(dimension: Dimension) -> str:
    if "daily" in dimension.facts:
        return "all metrics"
    if "comment" not in dimension.facts:
        return "metrics counted over posts"
    return f"metrics counted over {'posts and ' if 'post' in dimension.facts else ''}comments"


def _engagements() -> str:
    rows = [[f"`{each.id}`", each.name, " + ".join(each.engagements)] for each in platforms.load().values()]
    return table(["id", "platform", "an engagement is one of"], rows)


def _breaks() -> str:
    rows = [
        [each.day.isoformat(), each.platform, f"`{each.metric}`", each.what, each.source]
        for each in breaks.load()
    ]
    return table(["from", "platform", "metric", "what changed", "known from"], rows)


def _formats(known: Iterable[Format]) -> str:
    rows = [[f"[`{each.id}`](#{each.id})", each.name, _platform(each), _KINDS[each.kind]] for each in known]
    return table(["id", "what it is", "platform", "taken as"], rows)


def _platform(format_: Format) -> str:
    return platforms.load()[format_.platform].name if format_.platform else "as the file says"


def _format(format_: Format) -> str:
    parts = [f"### {format_.id}", f"{format_.name}: {_KINDS[format_.kind]}."]
    if format_.kind == "refuse":
        return "\n\n".join([*parts, f"“{format_.reason}”"])
    facts = f"Platform: {_platform(format_)}. Dates in digits: {_ORDERS[format_.order]}."
    words = table(["field", "words"], _words(format_.id))
    return "\n\n".join([*parts, facts, *filter(None, (format_.meaning, format_.note)), words])


def _words(id: str) -> list[list[str]]:
    """Field and words of a format, as its file writes them."""
    data = tomllib.loads((formats.FOLDER / f"{id}.toml").read_text("utf-8"))
    found = data.get("titles", {}) | data.get("columns", {})
    left_out = found.pop("ignored", [])
    rows = [[f"`{name}`", " · ".join(words)] for name, words in found.items()]
    return [*rows, ["known, left out", " · ".join(left_out)]] if left_out else rows


def _command(command: Any) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    usage = " ".join(
        [f"python -m lib {command.name}", *map(_argument, arguments), *(["[OPTIONS]"] if options else [])]
    )
    rows = [[f"`{_argument(each)}`", each.help or ""] for each in arguments]
    rows += [[f"`{each.opts[0]}`", f"{each.help or ''}{_default(each)}"] for each in options]
    return "\n\n".join([command.help, f"```sh\n{usage}\n```", table(["argument or option", "meaning"], rows)])


def _argument(argument: Any) -> str:
    return argument.name.upper() + ("…" if argument.nargs == -1 else "")


def _default(option: Any) -> str:
    said = [f"default {option.default}"] if option.default and not option.is_flag else []
    said += [f"or the variable `{option.envvar}`"] if option.envvar else []
    return f" ({', '.join(said)})" if said else ""


if __name__ == "__main__":
    for name in write():
        print(f"docs/{name} made anew")
