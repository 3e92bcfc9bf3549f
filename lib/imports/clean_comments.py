"""Text becomes comments and mentions, chunk by chunk."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.imports.clean import account_of, author_kind_of, community_of, link_of, platform_of
from lib.imports.ids import ids
from lib.imports.pseudonyms import pseudonym
from lib.imports.rows import Cleaned, Context, Rows
from lib.imports.spec import Reading
from lib.imports.words import fold, tidy, translate
from lib.model import say
from lib.sources.table import Chunk
from lib.store.comment_schema import COMMENTS

_CONTENT = ("platform", "account", "post_native_id", "parent_id", "author", "created_at", "day", "text")
"""What tells a comment without an id of its own from others."""


def comments(chunk: Chunk, reading: Reading, context: Context, seen: Counter[str]) -> Cleaned:
    """A chunk as comments (schema COMMENTS). `seen` counts, over the chunks of a file, the comments
    that nothing tells apart: those without an id, an author and a time to the second."""
    rows = Rows(chunk, reading, context)
    read = len(rows) + len(chunk.long)
    link = link_of(rows)
    platform = platform_of(rows, link)
    when = rows.moments("written")
    text, label = rows.words("text"), _label(rows)
    native_id = _ids(rows, "native_id")
    rows.refuse(
        pc.and_(text.is_null(), label.is_null()),
        "text",
        rows.text("text"),
        lambda _: say("There is neither a text nor a label."),
    )
    account = account_of(rows, link, platform, pc.fill_null(native_id, ""))
    columns = {
        "row": rows.row_numbers,
        "platform": platform,
        "account": account,
        "account_name": rows.words("account_name"),
        "community": community_of(rows),
        "post_native_id": _ids(rows, "post"),
        "parent_id": _ids(rows, "parent"),
        "created_at": when.instant,
        "day": when.day,
        "hour": when.hour,
        "author": _author(rows, platform),
        "author_kind": _kind(rows, account),
        "channel": rows.words("channel"),
        "private": _private(rows),
        "competitor": _competitor(rows),
        "text": text,
        "permalink": link,
        "sentiment": label,
    }
    columns["native_id"] = _identified(native_id, columns, rows.kept, seen)
    table = pa.table([columns[name] for name in COMMENTS.names], schema=COMMENTS)
    return Cleaned(table.filter(pa.array(rows.kept)), rows.rejects, read, rows.notes, rows.totals, rows.sums)


def _ids(rows: Rows, name: str) -> pa.Array:
    """A column of ids; those a spreadsheet rounded say nothing any more."""
    found, lost = ids(rows.text(name))
    rows.notes["lost ids"] += pc.sum(lost).as_py() or 0
    return pc.if_else(lost, pa.scalar(None, pa.string()), found)


def _label(rows: Rows) -> pa.Array:
    """The label a row has; words that are none of the known ones are counted, not guessed."""
    said = tidy(rows.text("sentiment"))
    words = rows.reading.format.sentiments
    found = translate(said, lambda word: words.get(fold(word)))
    rows.notes["sentiment"] += pc.sum(pc.and_(said.is_valid(), found.is_null())).as_py() or 0
    return found


def _author(rows: Rows, platform: pa.Array) -> pa.Array:
    """Pseudonyms; the key is asked for only where somebody is named."""
    names = tidy(rows.text("author"))
    if names.null_count == len(names):
        return names
    key = rows.context.author_key()
    pairs = pc.binary_join_element_wise(platform, names, "\0")

    def known_as(pair: str) -> str:
        where, _, name = pair.partition("\0")
        return pseudonym(key, where, name)

    return translate(pairs, known_as)


def _kind(rows: Rows, account: pa.Array) -> pa.Array:
    """Who wrote it: as the file says, else the brand where the author is the account itself."""
    said = author_kind_of(rows)
    named = translate(tidy(rows.text("author")), fold)
    own = pa.array(np.zeros(len(rows), bool))
    for other in (account, rows.words("account_name")):
        own = pc.or_(own, pc.fill_null(pc.equal(named, translate(other, fold)), False))
    return pc.coalesce(said, pc.if_else(own, pa.scalar("brand"), pa.scalar(None, pa.string())))


def _private(rows: Rows) -> pa.Array:
    """Whether it stands in a channel that is not public; what a file says nothing of is public."""
    words = rows.reading.format.private
    said = [
        translate(tidy(rows.text(name)), lambda w: "y" if fold(w) in words else None)
        for name in ("channel", "private")
    ]
    return pc.or_(said[0].is_valid(), said[1].is_valid())


def _competitor(rows: Rows) -> pa.Array:
    """Whom it is about, null for the brand itself."""
    own = rows.reading.format.own | {fold(rows.context.community)}
    return translate(rows.words("competitor"), lambda word: None if fold(word) in own else word)


def _identified(
    native_id: pa.Array, columns: dict[str, pa.Array], kept: np.ndarray, seen: Counter[str]
) -> pa.Array:
    """The ids, and for comments without one an id made of what they say: the same content in another
    file is the same comment. Where no author and no time to the second tells two apart, the second of the
    same words is another comment, so they are numbered."""
    missing = np.flatnonzero(native_id.is_null().to_numpy(zero_copy_only=False) & kept)
    if not len(missing):
        return native_id
    found = native_id.to_pylist()
    told = zip(*(columns[name].take(pa.array(missing)).to_pylist() for name in _CONTENT), strict=True)
    for at, content in zip(missing.tolist(), told, strict=True):
        said = dict(zip(_CONTENT, content, strict=True))
        mark = hashlib.sha256(repr(content).encode()).hexdigest()[:24]
        at_second = said["created_at"] is not None and said["created_at"].second
        if said["author"] is None and not at_second:
            seen[mark] += 1
            mark = mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"
        found[at] = f"c_{mark}"
    return pa.array(found, pa.string())
