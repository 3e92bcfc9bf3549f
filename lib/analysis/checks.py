"""Checks of an account's posts: what they lack, what is there twice, what cannot be.

Pure: rows of `lib.metrics.quality` in, findings out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lib.analysis.finding import Finding, Row, Severity, metric_name
from lib.model import Message, say

FEW_POSTS, SMALL_SHARE = 3, 0.01
"""Below this number, or this share of an account's posts, the impossible is the platform's rounding."""

MANY_FALLS = 0.05
"""Platforms take off fake likes now and then; of a wrong export more than this share of posts falls."""


def posts(rows: Sequence[Row]) -> Iterator[Finding]:
    """What posts lack and what cannot be true of them, by account."""
    for row in rows:
        for name, (severity, what, advice) in _lacking(row).items():
            if row[name]:
                yield Finding(
                    name,
                    severity,
                    Message(what.text, {"n": row[name], "total": row["posts"]}),
                    advice,
                    "posts" if severity == "mend" else "imports",
                    row["platform"],
                    row["account"],
                    row[name],
                    (row["first"], row["last"]) if row["first"] else None,
                    row[f"{name}_post"],
                )


def _lacking(row: Row) -> dict[str, tuple[Severity, Message, Message]]:
    """Check → how grave it is for this account, what is said, what to do."""
    never = row["hourless"] == row["posts"]
    impossible = row["impossible"] >= max(FEW_POSTS, SMALL_SHARE * row["posts"])
    return {
        "hourless": (
            "note" if never else "know",
            say("Posts without a time of day: {n} of {total}."),
            say("Posting times leave them out. Where the platform has an export with times, import that."),
        ),
        "typeless": (
            "note",
            say("Posts without a content type: {n} of {total}."),
            say(
                "Comparisons of content types leave them out. Map a column to the type, if the file has one."
            ),
        ),
        "numberless": (
            "know",
            say("Posts without any figure: {n} of {total}."),
            say("They count as posts and no more. Export them again with their figures."),
        ),
        "impossible": (
            "mend" if impossible else "note",
            say("Posts that reached more people than they have views: {n} of {total}."),
            say("Reach and views may be exchanged: compare the columns with the file, undo, import anew."),
        ),
        "garbled": (
            "know",
            say("Posts with a garbled text: {n} of {total}."),
            say(
                "The file was saved in another encoding. Export it again; do not save it from a spreadsheet."
            ),
        ),
    }


def twins(rows: Sequence[Row]) -> Iterator[Finding]:
    """Posts that say the same on the same day as another of the account."""
    for row in rows:
        where = {"platform": row["platform"], "account": row["account"], "post": row["other"]}
        day, same, others = (row["day"], row["day"]), row["same"], row["extra"] - row["same"]
        if same:
            yield Finding(
                "twins",
                "mend",
                say("Posts that are there twice, of the same text and moment under two ids: {n}.", n=same),
                say("They are counted twice. Compare the files, and undo the import with the wrong ids."),
                "posts",
                count=same,
                days=day,
                **where,
            )
        if others:
            yield Finding(
                "twins",
                "note",
                say("Posts that repeat the text of another of the same day: {n}.", n=others),
                say("Nothing to do where you posted it twice. Else undo the import that brought it again."),
                "posts",
                count=others,
                days=day,
                **where,
            )


def falls(rows: Sequence[Row], totals: Sequence[str]) -> Iterator[Finding]:
    """Lifetime totals that stand lower than in an earlier export."""
    for row in rows:
        for name in totals:
            fell = row[f"{name}_fell"]
            if not fell:
                continue
            yield Finding(
                "falls",
                "mend" if fell >= FEW_POSTS and fell > MANY_FALLS * row["reread"] else "know",
                say(
                    "{metric}: lower than in an earlier export for {n} of {total} posts read again, "
                    "from {had} to {has} in all.",
                    metric=metric_name(name),
                    n=fell,
                    total=row["reread"],
                    had=row[f"{name}_had"],
                    has=row[f"{name}_has"],
                ),
                say(
                    "A lifetime total does not fall by much. Export with the data set to “Lifetime”, "
                    "and see that each file has its right export day."
                ),
                "imports",
                row["platform"],
                row["account"],
                fell,
                post=row[f"{name}_post"],
            )


def unknown(
    accounts: Collection[tuple[str, str]], types: Sequence[Row], platforms: Mapping[str, str]
) -> Iterator[Finding]:
    """Platforms, accounts and content types that the files do not name as Pulse knows them;
    `platforms` are the known ones, id → name."""
    for platform in sorted({platform for platform, _ in accounts} - set(platforms)):
        yield Finding(
            "unknown",
            "know",
            say("“{platform}” is no platform that Pulse knows.", platform=platform),
            say("If it is one of them, undo the import and name the platform when you import it again."),
            "imports",
            platform,
        )
    yield from _nameless(accounts, platforms)
    for row in types:
        told = {"type": row["content_type"], "n": row["posts"]}
        what = say("A content type Pulse does not know: “{type}” ({n}).", **told)
        advice = say("It is compared by that name. Write one of Pulse's types where it is one of them.")
        where = (row["platform"], row["account"], row["posts"])
        yield Finding("unknown", "note", what, advice, "imports", *where, post=row["example"])


def _nameless(accounts: Collection[tuple[str, str]], platforms: Mapping[str, str]) -> Iterator[Finding]:
    """Accounts without a name; beside named ones of the same platform they are taken for another."""
    nameless = sorted(platform for platform, account in accounts if not account)
    beside = [each for each in nameless if any(on == each and name for on, name in accounts)]
    alone = [each for each in nameless if each not in beside]
    told: list[tuple[Severity, list[str]]] = [("know", beside), ("note", alone)]
    for severity, found in told:
        if found:
            shown = tuple(Message(platforms[each]) if each in platforms else each for each in found)
            yield Finding(
                "unknown",
                severity,
                say("Files that do not name their account: {platforms}.", platforms=shown),
                say("Name the account when you import them: those without a name are taken for one."),
                "imports",
                found[0] if len(found) == 1 else None,
                "" if len(found) == 1 else None,
                len(found),
            )
