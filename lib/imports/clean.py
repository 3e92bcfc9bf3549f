"""Text becomes posts and daily metrics, chunk by chunk: pure, and without a loop over cells that are
as they should be."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import platforms
from lib.imports.dates import Moments
from lib.imports.engagement import engagements
from lib.imports.ids import ids
from lib.imports.rows import Cleaned, Context, Rows
from lib.imports.spec import DAY_METRICS, Reading
from lib.imports.words import fold, tidy, translate, trim
from lib.model import NUMBERS, FileRefused, Message, say
from lib.sources.table import Chunk
from lib.store.schema import DAYS, POSTS

_YES = frozenset(
    ("1", "true", "yes", "y", "是", "paid", "boosted", "sponsored", "promoted", "funded", "active",
     "付費", "廣告", "已加強推廣", "贊助", "スポンサー",
     "gesponsert", "patrocinado", "patrocinada", "sponsrat")
)  # fmt: skip
_NO = frozenset(
    ("0", "false", "no", "n", "否", "organic", "none", "not boosted", "not funded", "unpaid",
     "自然", "非廣告", "無", "オーガニック", "organisch", "orgánico", "orgânico", "organiskt")
)  # fmt: skip
_BRAND = frozenset(("brand", "official", "staff", "team", "owner", "品牌", "官方", "小編"))
_MEMBER = frozenset(("member", "community", "fan", "user", "ugc", "customer", "會員", "成員", "粉絲", "網友"))


def posts(chunk: Chunk, reading: Reading, context: Context) -> Cleaned:
    """A chunk as posts (schema POSTS). FileRefused for a file that is no list of posts after all."""
    rows = Rows(chunk, reading, context)
    _check_lifetime(rows)
    read = len(rows) + len(chunk.long)
    link = link_of(rows)
    platform = platform_of(rows, link)
    native_id = _native_id(rows, link, platform)
    when = rows.moments("published")
    counts = {name: rows.count(name) for name in NUMBERS}
    columns = {
        "platform": platform,
        "account": account_of(rows, link, platform, native_id),
        "native_id": native_id,
        "account_name": rows.words("account_name"),
        "community": community_of(rows),
        "published_at": when.instant,
        "day": when.day,
        "hour": when.hour,
        "content_type": _content_type(rows),
        "topic": rows.words("topic"),
        "text": _text(rows),
        "permalink": _permalink(rows, link, native_id),
        "author_kind": author_kind_of(rows),
        "paid": _paid(rows),
        **counts,
        "engagements": engagements(platform, counts, rows.count("combined")),
        "row": rows.row_numbers,
    }
    table = pa.table([columns[name] for name in POSTS.names], schema=POSTS).filter(pa.array(rows.kept))
    return Cleaned(table, rows.rejects, read, rows.notes, rows.totals, rows.sums)


def days(chunk: Chunk, reading: Reading, context: Context) -> Cleaned:
    """A chunk as daily metrics (schema DAYS): one row a day and metric that has a figure."""
    rows = Rows(chunk, reading, context)
    read = len(rows) + len(chunk.long)
    when = rows.moments("day")
    if rows.has("value"):
        _check_days(when)
    values = {name: rows.figure(name) for name in (*DAY_METRICS, "value") if rows.has(name)}
    same = {
        "platform": platform_of(rows, pa.nulls(len(rows), pa.string())),
        "account": pc.coalesce(ids(rows.text("account"))[0], pa.scalar(context.account or "")),
        "account_name": rows.words("account_name"),
        "community": community_of(rows),
        "day": when.day,
        "row": rows.row_numbers,
    }
    kept = pa.array(rows.kept)
    parts = []
    for name, value in values.items():
        metric = pa.repeat(pa.scalar(context.series if name == "value" else name), len(rows))
        columns = {**same, "metric": metric, "value": value}
        part = pa.table([columns[each] for each in DAYS.names], schema=DAYS)
        if rows.reading.format.added_up:
            part = part.append_column("part", rows.text("part"))
        parts.append(part.filter(pc.and_(kept, value.is_valid())))
    table = pa.concat_tables(parts) if parts else DAYS.empty_table()
    broken = set(when.day.filter(pc.invert(kept)).drop_null().to_pylist())
    return Cleaned(table, rows.rejects, read, rows.notes, rows.totals, rows.sums, broken)


def _check_days(when: Moments) -> None:
    """A figure by the hour has no value of the day."""
    of_days = pa.table({"day": when.day, "hour": when.hour}).group_by("day")
    hours = of_days.aggregate([("hour", "count_distinct")])["hour_count_distinct"]
    if pc.any(pc.greater(hours, 1)).as_py():
        raise FileRefused(
            say(
                "The file has several times of one day, and Pulse keeps one figure a day. Make one row a "
                "day of them first, with the sum or the mean, whichever the figure is."
            )
        )


def _check_lifetime(rows: Rows) -> None:
    """Meta's Date column holds the word Lifetime; a date in it makes each row one day of a post."""
    texts = rows.text("lifetime")
    if pc.any(pc.match_substring_regex(texts, r"^\s*\d{1,4}[-/.年]\s?\d")).as_py():
        raise FileRefused(
            say(
                "The file has one row a post and day (its column {column} holds dates). "
                "Export it again with the data set to “Lifetime”.",
                column=rows.reading.name("lifetime"),
            )
        )


def link_of(rows: Rows) -> pa.Array:
    """Permalinks, null where there is none."""
    links = tidy(rows.text("permalink"))
    return pc.if_else(pc.is_in(links, pa.array(["undefined", "N/A", "n/a", "-", "--"])), None, links)


def platform_of(rows: Rows, link: pa.Array) -> pa.Array:
    """The format's platform; else what the row says, else where its link leads, else the option."""
    if rows.reading.format.platform:
        return pa.repeat(pa.scalar(rows.reading.format.platform), len(rows))
    said = tidy(rows.text("platform"))
    known = translate(said, platforms.named)
    unknown = pc.sum(pc.and_(said.is_valid(), known.is_null())).as_py()
    if unknown:
        rows.notes["platform"] += unknown
    host = pc.struct_field(pc.extract_regex(link, r"^(?P<host>https?://[^/?#]+)"), "host")
    fallback = pa.scalar(rows.context.platform or "other")
    return pc.coalesce(known, translate(host, platforms.linked), fallback)


def _native_id(rows: Rows, link: pa.Array, platform: pa.Array) -> pa.Array:
    """The platform's id of each post; rows whose id is missing or lost its digits take that of the
    link, where it holds one, or are refused."""
    texts = rows.text("native_id")
    found, lost = ids(texts)
    wanting = pc.or_(found.is_null(), lost)
    if pc.any(wanting).as_py():
        of_link = _from_link(rows, link, platform, "id_from_link", "id")
        if rows.reading.format.link_is_id:
            of_link = pc.coalesce(of_link, pc.if_else(lost, None, link))
        found = pc.if_else(wanting, of_link, found)
    missing = found.is_null()
    rows.refuse(pc.and_(missing, lost), "native_id", texts, _lost)
    rows.refuse(missing, "native_id", texts, lambda _: say("There is no id."))
    return found


def _lost(value: str) -> Message:
    return say(
        "A spreadsheet turned the id into the number {value} and its last digits are lost; "
        "upload the file as the platform wrote it.",
        value=value,
    )


def _from_link(rows: Rows, link: pa.Array, platform: pa.Array, rule: str, group: str) -> pa.Array:
    """What a rule of the format, or of each row's platform, finds in the links."""
    own = getattr(rows.reading.format, rule)
    found = pa.nulls(len(rows), pa.string())
    if own:
        return _extract(link, own, group)
    for each in pc.unique(platform).to_pylist():
        pattern = getattr(platforms.load()[each], rule)
        if pattern:
            found = pc.if_else(pc.equal(platform, each), _extract(link, pattern, group), found)
    return found


def _extract(link: pa.Array, pattern: str, group: str) -> pa.Array:
    """A group of a pattern, null where the pattern does not match."""
    return pc.struct_field(pc.extract_regex(link, pattern), group)


def account_of(rows: Rows, link: pa.Array, platform: pa.Array, native_id: pa.Array) -> pa.Array:
    """The account the row names, else that in its id or its link, else the option, else ""."""
    texts = rows.text("account")
    coded = texts.dictionary_encode()
    stated, lost = (values.take(coded.indices) for values in ids(coded.dictionary))
    rows.refuse(lost, "account", texts, _lost)
    if rows.reading.format.account_from_id:
        stated = pc.coalesce(stated, _extract(native_id, rows.reading.format.account_from_id, "account"))
    if stated.null_count:
        handle = _from_link(rows, link, platform, "account_from_link", "account")
        stated = pc.coalesce(stated, pc.utf8_lower(handle))
    return pc.coalesce(stated, pa.scalar(rows.context.account or ""))


def community_of(rows: Rows) -> pa.Array:
    """The community the row names, else the one all rows are of."""
    return pc.coalesce(rows.words("community"), pa.scalar(rows.context.community))


def _content_type(rows: Rows) -> pa.Array:
    types = rows.reading.format.types
    said = rows.words("content_type")
    known = pc.coalesce(translate(said, lambda word: types.get(fold(word))), said)
    return pc.coalesce(known, pa.scalar(rows.reading.format.default_type, pa.string()))


def _text(rows: Rows) -> pa.Array:
    """The longer of title and description: which of them holds the caption varies by row."""
    text = rows.words("text")
    if not rows.has("title"):
        return text
    title = rows.words("title")
    longer = pc.greater(pc.fill_null(pc.utf8_length(title), 0), pc.fill_null(pc.utf8_length(text), 0))
    return pc.if_else(longer, title, text)


def _permalink(rows: Rows, link: pa.Array, native_id: pa.Array) -> pa.Array:
    if rows.reading.format.link is None:
        return link
    before, after = rows.reading.format.link.split("{id}")
    return pc.coalesce(link, pc.binary_join_element_wise(before, native_id, after, ""))


def author_kind_of(rows: Rows) -> pa.Array:
    """Whether the brand or a member wrote it, where the file says so."""
    return translate(
        tidy(rows.text("author_kind")),
        lambda word: "brand" if fold(word) in _BRAND else "member" if fold(word) in _MEMBER else None,
    )


def _paid(rows: Rows) -> pa.Array:
    """Whether a post was advertised, where the file says so; null elsewhere."""
    if rows.has("promoted"):
        return pc.greater(rows.count("promoted"), 0)
    said = translate(
        trim(rows.text("paid")),
        lambda word: "y" if fold(word) in _YES else "n" if fold(word) in _NO else None,
    )
    return pc.equal(said, "y")
