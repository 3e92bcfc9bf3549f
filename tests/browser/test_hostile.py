"""Posts, comments, names and file names that attack whoever looks at them: nothing runs, nothing is
fetched, no link leads where a click would run something."""

from __future__ import annotations

import csv
from itertools import cycle, islice, product
from pathlib import Path

import pytest

from lib.settings import ROOT
from tests.browser.screen import settle
from tests.browser.server import Server, start

HURT = "window.hurt=1"
AWAY = "https://evil.example/x"
VECTORS = (
    "<script>{hurt}</script>",
    "<img src=x onerror={hurt}>",
    '<img src="{away}.png">',
    "<svg onload={hurt}>",
    '<svg><animate onbegin="{hurt}" attributeName=x dur=1s>',
    '<iframe src="javascript:{hurt}"></iframe>',
    '<iframe srcdoc="<script>parent.{hurt}</script>">',
    "<body onload={hurt}>",
    "<details open ontoggle={hurt}>",
    '<a href="javascript:{hurt}">x</a>',
    "<style>@import '{away}.css';</style>",
    '<link rel=stylesheet href="{away}">',
    '<div style="background:url({away})">',
    "<video src=x onerror={hurt}>",
    "<math><mi xlink:href='data:x'>{hurt}",
    '<object data="{away}">',
    '<form action="{away}"><button>x</button></form>',
    "<base href='{away}/'>",
    '<meta http-equiv=refresh content="0;url={away}">',
    "![x]({away}.png)",
    "[x](javascript:{hurt})",
    "[x]: {away}\n![x]",
    "$\\href{{javascript:{hurt}}}{{x}}$",
    ":red[x] :material/bug_report: $x$ **b**",
    "<!--<img src=x onerror={hurt}>-->",
)
DISGUISES = ("{}", '"><{}', "'>{}", "</textarea></title>{}", "{}\u202e", "]]>{}", '\\"-{}-', "=HYPERLINK({})")
PAYLOADS = [
    disguise.format(vector.format(hurt=HURT, away=AWAY)) for vector, disguise in product(VECTORS, DISGUISES)
]
LINKS = (
    f"javascript:{HURT}",
    f"JaVaScRiPt:{HURT}",
    f"data:text/html,<script>{HURT}</script>",
    "vbscript:x",
    "//evil.example",
)

# What of the page could run or fetch; Streamlit's own frames and pictures are of this host.
TRACES = """() => {
  const loads = /^(src|href|action|data|srcdoc|xlink:href)$/
  const runs = /^\\s*(javascript|vbscript):|^\\s*data:text|^\\s*(https?:)?\\/\\/evil/i
  const bad = ({name, value}) =>
    name.startsWith('on') ? /hurt/.test(value) : loads.test(name) && runs.test(value)
  return [...document.querySelectorAll('*')].flatMap(each => [...each.attributes].filter(bad))
    .map(found => `${found.name}=${found.value}`)
}"""


def write(file: Path, kind: str) -> Path:
    """A file whose every word attacks."""
    names = {
        "posts": [
            "post_id",
            "platform",
            "account",
            "account_name",
            "community",
            "published_at",
            "content_type",
            "topic",
            "text",
            "permalink",
            "reach",
            "reactions",
            "comments",
        ],
        "comments": [
            "comment_id",
            "platform",
            "account",
            "created_at",
            "text",
            "author",
            "channel",
            "permalink",
        ],
    }[kind]
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.DictWriter(out, names, extrasaction="ignore")
        rows.writeheader()
        for n, (payload, url) in enumerate(islice(zip(PAYLOADS, cycle(LINKS)), len(PAYLOADS))):
            few = PAYLOADS[n % 7 * 8]  # a name that several share, so that it is among those shown
            rows.writerow(
                {
                    "post_id": f"p{n}",
                    "comment_id": f"c{n}",
                    "platform": "facebook",
                    "account": few,
                    "account_name": few,
                    "community": few,
                    "content_type": few,
                    "topic": few,
                    "channel": few,
                    "published_at": f"2026-11-{n % 24 + 1:02} {n % 24:02}:00:00",
                    "author": payload,
                    "created_at": f"2026-11-{n % 24 + 1:02} {n % 24:02}:30:00",
                    "text": payload,
                    "permalink": url,
                    "reach": 1000 + n,
                    "reactions": n,
                    "comments": 1,
                }
            )
    return file


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Server:
    folder = tmp_path_factory.mktemp("attacked")
    server = start(folder)
    for kind in ("posts", "comments"):
        file = write(
            folder / f"{kind} <img src=x onerror={HURT}> ![x]({AWAY.split('//')[1].replace('/', '_')}).csv",
            kind,
        )
        report = server.ask("import", files=[file.name], folder=str(folder))[0]
        assert report["refused"] is None, report
    yield server
    server.stop()
    assert "Traceback" not in server.said()


VIEWS = (
    *sorted("" if file.stem == "overview" else file.stem for file in (ROOT / "pages").glob("*.py")),
    "content?lang=zh-TW&order=reactions",
    "content?lang=en&open=post:9",
    "content?lang=en&open=metric:reach",
    "imports?lang=en&open=import:1",
)


def test_there_are_two_hundred():
    assert len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_written_runs_or_is_fetched(attacked, visitor, view):
    page = visitor.open(f"{attacked.url}/{view}")
    for expander in page.locator("details > summary").all()[:3]:
        if expander.is_visible():
            expander.click()
    settle(page)
    assert page.evaluate(TRACES) == []
    assert page.evaluate("window.hurt") is None
