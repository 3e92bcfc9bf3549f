"""Mappings of unknown files: proposed by words and by values, asked where neither tells."""

from __future__ import annotations

import pytest

from lib.imports.mapping import Mapping, as_format, missing, signature
from lib.imports.memory import load, save
from lib.imports.proposal import propose
from tests.imports.files import NOW

HEADERS = ["Post URL", "Posted", "Message", "Like", "Impressions", "Whatever"]
ROWS = [
    ["https://forum.example/t/1", "2026-03-01 10:00", "hello", "3", "1,000", "x"],
    ["https://forum.example/t/2", "2026-03-02 11:00", "more", "-", "20", "y"],
]


def test_a_mapping_by_the_words_of_all_formats():
    assert propose(HEADERS, ROWS) == Mapping(
        {
            "Post URL": "permalink",
            "Posted": "published",
            "Message": "text",
            "Like": "reactions",
            "Impressions": "views",
        },
        date_format="ymd",
    )


def test_a_mapping_by_what_the_values_look_like():
    rows = [
        [
            f"A{n}00000{n}",
            f"{n}/2/2026",
            f"https://example.com/{n}",
            "a long text that goes on and on and on",
            "7",
        ]
        for n in range(1, 4)
    ]
    mapping = propose(["k1", "k2", "k3", "k4", "k5"], rows)
    assert mapping.columns == {"k1": "native_id", "k2": "published", "k3": "permalink", "k4": "text"}


def test_words_do_not_overrule_the_values():
    """A column called Date that holds no dates is not the date."""
    mapping = propose(["URL", "Date", "When"], [["https://a.example/1", "Lifetime", "2026-01-02"]])
    assert mapping.columns == {"URL": "permalink", "When": "published"}


@pytest.mark.parametrize(
    ("cell", "order"), [("01/02/2026", None), ("13/02/2026", "dmy"), ("01/13/2026", "mdy")]
)
def test_dates_that_can_be_read_both_ways_are_asked_for(cell, order):
    mapping = propose(["URL", "Date"], [["https://a.example/1", cell]])
    assert mapping.date_format == order
    assert bool(missing(mapping)) == (order is None)


def test_a_date_and_one_figure_are_a_daily_metric_named_after_the_file():
    mapping = propose(["päivä", "luku"], [["2026-01-02", "5"], ["2026-01-03", "7.5"]])
    assert (mapping.kind, mapping.columns) == ("days", {"päivä": "day", "luku": "value"})
    assert missing(mapping) == []


def test_a_date_and_two_unknown_figures_are_asked_for():
    mapping = propose(["päivä", "luku", "toinen"], [["2026-01-02", "5", "6"]])
    assert (mapping.kind, mapping.columns) == ("days", {"päivä": "day"})
    assert [str(each) for each in missing(mapping)] == ["Say which daily figure the file holds."]


def test_what_a_mapping_lacks_is_asked():
    asked = [str(each) for each in missing(Mapping({"a": "reach"}))]
    assert [each.split(" the ")[0] for each in asked] == ["Say which column holds", "Say which column holds"]


def test_a_mapping_survives_json():
    mapping = Mapping({"貼文": "text", "URL": "permalink"}, "dmy", "line", "posts")
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    "data",
    ['{"columns": {"a": "nonsense"}}', '{"kind": "other"}', '{"date_format": "yd"}', "[1]", "not JSON"],
)
def test_what_is_no_mapping_is_refused(data):
    with pytest.raises(ValueError):
        Mapping.from_json(data)


def test_files_are_remembered_by_their_words_in_any_order_and_case():
    assert signature(["Post URL", "Date"]) == signature([" date", "POST URL", ""])
    assert signature(["Post URL", "Date"]) != signature(["Post URL", "Day"])


def test_a_mapping_reads_as_a_format():
    format_ = as_format(Mapping({"Post URL": "permalink", "Gefällt": "reactions"}, "dmy", "line"))
    assert (format_.id, format_.platform, format_.order) == ("generic", "line", "dmy")
    assert format_.columns == {"permalink": ("post url",), "reactions": ("gefällt",)}


def test_the_store_remembers_the_latest_mapping(store):
    first, second = Mapping({"a": "text"}), Mapping({"a": "topic"}, "ymd")
    assert load(store, "s") is None
    save(store, "s", first, "ann", NOW)
    save(store, "s", second, "ben", NOW)
    assert load(store, "s") == second


def test_a_proposal_says_what_it_guessed_and_what_it_cannot_tell():
    headers = ("Nr", "Wann", "Reach", "Zahl")
    rows = [(f"A-10000{n}", f"2026-03-1{n}", str(100 * n + 7), str(n * n)) for n in range(1, 6)]
    found = propose(headers, rows)
    assert dict(found.columns) == {"Nr": "native_id", "Wann": "published", "Reach": "reach"}
    assert found.guessed == ("Nr", "Wann")
    assert found.unclear == ("Zahl",)
    assert Mapping.from_json(found.to_json()) == found, "what is doubtful is not remembered"
