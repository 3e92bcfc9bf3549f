"""A run of a source: what is imported, what is refused by name, and that the last good copy stands."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Thread

import pytest

from lib import sync
from lib.metrics import run as ask
from lib.model import PulseError, SourceFailed, say
from lib.settings import Secrets, Settings
from lib.store import sources, write
from lib.store.log import history
from lib.sync import declare, lease
from tests.factories import asking
from tests.sync.readings import HEADER, OTHER, ROW, START, later, sheet

SECRETS = Secrets({"crm": "postgresql://u:s3cr3t-word@db.example/x"}, {"api_key": "AIza-not-to-be-seen"})


def run(store, id="s", minutes=0.0, who="schedule"):
    return sync.run(store, Settings(), SECRETS, id, later(minutes), who)


def reach(store) -> int | None:
    return ask.fetch(store, asking(("reach",))).rows[0]["reach"]


def state(store, id="s"):
    return sources.one(store, id)[1]


def test_a_source_is_imported_as_of_now(store, readings):
    sources.put(store, sheet(options={"community": "fans"}))
    outcome = run(store)
    assert (outcome.status, outcome.error) == ("imported", None)
    assert outcome.report.posts.new == 1
    with store.connect() as connection:
        (entry,) = history(connection)
    assert (entry.file, entry.source, entry.who) == ("s · Sheet1", "s", "schedule")
    assert (entry.captured_at, entry.at) == (START, START)
    assert ask.fetch(store, asking(("reach",), by=("community",))).rows == (
        {"community": "fans", "reach": 100},
    )
    after = state(store)
    assert (after.run_at, after.ok_at, after.failures, after.import_id) == (
        START,
        START,
        0,
        outcome.report.import_id,
    )
    assert after.leased_until is None


def test_unchanged_content_makes_no_import_and_is_fresh(store, readings):
    sources.put(store, sheet())
    run(store)
    assert run(store, minutes=60).status == "unchanged"
    with store.connect() as connection:
        assert len(history(connection)) == 1
    assert state(store).ok_at == later(60)


def test_changed_content_is_a_new_photograph(store, readings):
    sources.put(store, sheet())
    run(store)
    readings.rows["s"] = (HEADER, (*ROW[:4], "130", "6"), OTHER)
    outcome = run(store, minutes=60)
    assert (outcome.report.posts.new, outcome.report.posts.updated) == (1, 1)
    assert reach(store) == 330
    assert ask.fetch(store, asking(("reach",), as_of=1)).rows[0]["reach"] == 100


def changed(header, *rows):
    return (header, *(rows or (ROW,)))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (("post_id", "platform", "account", "published_at", "Reached", "reactions"), ["“reach”", "Reached"]),
        (("post_id", "platform", "account", "published_at", "", "reactions"), ["“reach”", "missing"]),
        (("post_id", "platform", "account", "published_at", "reach", "Reach"), ["“reactions”", "missing"]),
        (("a", "b", "c", "d", "e", "f"), ["6 columns", "post_id", "reactions"]),
    ],
    ids=["renamed", "gone", "renamed into another", "all"],
)
def test_a_changed_header_is_refused_by_name_and_the_last_copy_stands(store, readings, now, words):
    sources.put(store, sheet())
    run(store)
    readings.rows["s"] = changed(now, (*ROW[:4], "999", "9"))
    outcome = run(store, minutes=60)
    assert outcome.status == "failed"
    assert [word for word in words if word not in str(outcome.error)] == []
    assert reach(store) == 100
    after = state(store)
    assert (after.failures, after.ok_at, after.error.text) == (1, START, outcome.error.text)


def test_a_column_that_stands_twice_is_refused(store, readings):
    sources.put(store, sheet())
    run(store)
    readings.rows["s"] = ((*HEADER, " REACH"), (*ROW, "999"))
    outcome = run(store, minutes=60)
    assert "“reach” stands there 2 times" in str(outcome.error)
    assert reach(store) == 100
    readings.rows["s"] = (HEADER, OTHER)
    assert run(store, minutes=120).status == "imported"
    assert (state(store).failures, state(store).error) == (0, None)


def test_a_column_that_stands_twice_from_the_start_is_refused(store, readings):
    sources.put(store, sheet())
    readings.rows["s"] = ((*HEADER, "reach"), (*ROW, "999"))
    assert "2 times" in str(run(store).error)
    assert reach(store) is None


def test_columns_that_do_not_matter_may_come_go_and_move(store, readings):
    sources.put(store, sheet())
    readings.rows["s"] = ((*HEADER, "owner"), (*ROW, "Ann"))
    run(store)
    readings.rows["s"] = (("note", *HEADER[::-1], "note"), ("x", *OTHER[::-1], "y"))
    assert run(store, minutes=60).status == "imported"
    assert reach(store) == 300


def test_a_mapped_source_is_held_to_its_mapping(store, readings):
    """Even where the new header could be read as some format: what was agreed holds."""
    columns = {"Ref": "native_id", "When": "published", "People": "reach"}
    mapping = {"columns": columns, "date_format": "ymd", "platform": "x", "kind": "posts"}
    sources.put(store, sheet(options={"mapping": mapping}))
    readings.rows["s"] = (("Ref", "When", "People", "Note"), ("A-1", "2026-03-02", "10", ""))
    assert run(store).report.posts.new == 1
    assert sources.one(store, "s")[0].options["columns"] == ["Ref", "When", "People"]
    readings.rows["s"] = (HEADER, ROW)
    assert "3 columns are missing: Ref, When, People" in str(run(store, minutes=60).error)


def test_what_nobody_can_read_is_told(store, readings):
    sources.put(store, sheet())
    readings.rows["s"] = (("a", "b"), ("x", "y"))
    assert "not recognised" in str(run(store).error)


def test_an_empty_answer_is_told_and_the_last_copy_stands(store, readings):
    sources.put(store, sheet())
    run(store)
    readings.rows["s"] = (HEADER,)
    outcome = run(store, minutes=60)
    assert "no rows" in str(outcome.error)
    assert outcome.report.refused == outcome.error
    assert reach(store) == 100


def test_failures_are_counted_and_back_off(store, readings):
    """An hour, then 2, 4, 8 and 8 hours; the first good run puts it back to one."""
    sources.put(store, sheet())
    readings.rows["s"] = SourceFailed(say("Google did not answer in time; asked {count} times.", count=5))
    waits = []
    for n in range(5):
        run(store, minutes=n)
        waits.append(sources.next_run(*sources.one(store, "s")) - later(n))
    assert waits == [timedelta(hours=n) for n in (2, 4, 8, 8, 8)]
    assert state(store).error.params == {"count": 5}
    readings.rows["s"] = (HEADER, ROW)
    run(store, minutes=10)
    assert sources.next_run(*sources.one(store, "s")) == later(70)


def test_an_unforeseen_error_is_a_sentence_and_its_secrets_stay_out_of_the_log(store, readings, caplog):
    sources.put(store, sheet())
    readings.rows["s"] = RuntimeError(
        "could not reach postgresql://u:s3cr3t-word@db.example/x AIza-not-to-be-seen"
    )
    with caplog.at_level(logging.ERROR):
        outcome = run(store)
    assert "RuntimeError" in str(outcome.error)
    assert "Traceback" in caplog.text
    for told in (caplog.text, str(outcome.error)):
        assert "s3cr3t" not in told
        assert "AIza" not in told


def test_secrets_in_a_sources_own_words_are_taken_out(store, readings):
    sources.put(store, sheet())
    readings.rows["s"] = SourceFailed(say("It said: {text}", text="login u:s3cr3t-word failed"))
    assert str(run(store).error) == "It said: login u:••• failed"


def test_one_failing_source_disturbs_no_other(store, readings):
    for id in ("a", "b"):
        sources.put(store, sheet(id))
    readings.rows |= {"a": OSError("disk"), "b": (HEADER, ROW)}
    assert [run(store, id).status for id in "ab"] == ["failed", "imported"]


def test_a_corrected_declaration_makes_the_same_content_news(store, readings):
    sources.put(store, sheet())
    run(store)
    declare.connect(store, sheet(options={"community": "fans"}))
    outcome = run(store, minutes=60)
    assert (outcome.status, outcome.report.posts.updated) == ("imported", 1)


def test_read_again_brings_back_what_was_undone(store, readings):
    sources.put(store, sheet())
    first = run(store).report.import_id
    write.undo(store, first, later(10), "tester")
    assert run(store, minutes=60).status == "unchanged", "a person's undo outlives the schedule"
    assert reach(store) is None
    declare.restart(store, "s")
    assert run(store, minutes=61).status == "imported"
    assert reach(store) == 100


def test_a_read_from_a_cursor_goes_on_where_the_last_ended(store, readings):
    sources.put(store, sheet())
    readings.cursors["s"] = "2026-03-02"
    run(store)
    readings.rows["s"], readings.cursors["s"] = (HEADER, ROW, OTHER), "2026-03-03"
    run(store, minutes=60)
    readings.rows["s"] = (HEADER, OTHER)
    assert run(store, minutes=120).status == "unchanged", "the rows at the cursor are known"
    assert readings.asked == [("s", None), ("s", "2026-03-02"), ("s", "2026-03-03")]
    with store.connect() as connection:
        assert len(history(connection)) == 2
    readings.rows["s"] = (HEADER, (*OTHER[:4], "250", "7"))
    assert run(store, minutes=180).report.posts.updated == 1, "a late row at the same cursor counts"
    readings.rows["s"] = (HEADER,)
    assert run(store, minutes=240).status == "unchanged", "no news is no failure"


def test_one_reader_at_a_time(store, readings):
    sources.put(store, sheet())
    readings.hold = True
    outcomes = []
    first = Thread(target=lambda: outcomes.append(run(store)))
    first.start()
    assert readings.reading.wait(60)
    assert run(store, minutes=1).status == "busy"
    readings.go_on.set()
    first.join(60)
    assert [each.status for each in outcomes] == ["imported"]
    assert len(readings.asked) == 1


def test_many_at_once_the_first_time_are_one_reader(store, readings):
    sources.put(store, sheet())
    outcomes = []
    threads = [Thread(target=lambda: outcomes.append(run(store).status)) for _ in range(6)]
    readings.hold = True
    for each in threads:
        each.start()
    assert readings.reading.wait(60)
    for _ in range(800):
        if len(outcomes) == 5:
            break
        threads[0].join(0.05)
    readings.go_on.set()
    for each in threads:
        each.join(60)
    assert sorted(outcomes) == ["busy"] * 5 + ["imported"]


def test_a_lease_is_renewed_as_long_as_the_work_lasts(store, readings, monkeypatch):
    monkeypatch.setattr(lease, "RENEWED_EVERY", 0.05)
    sources.put(store, sheet())
    with lease.held(store, "s", START) as mine:
        assert mine
        first = state(store).leased_until
        for _ in range(600):
            if state(store).leased_until > first:
                break
            Thread(target=lambda: None).start()
            lease.time.sleep(0.05)
        assert state(store).leased_until > first


def test_a_lease_left_by_the_dead_runs_out(store, readings):
    sources.put(store, sheet())
    assert sources.lease(store, "s", START, START + lease.LENGTH)
    assert run(store, minutes=1).status == "busy"
    assert run(store, minutes=2).status == "imported"


def test_what_is_not_read_says_so(store, readings):
    with pytest.raises(PulseError, match="no source"):
        run(store, "nowhere")
    sources.put(store, sources.Source("p", "push", "P", {"token_sha256": "ab"}, START))
    with pytest.raises(PulseError, match="not read on a schedule"):
        run(store, "p")
    sources.put(store, sheet("off", enabled=False))
    sources.put(store, sheet())
    assert [each.id for each in sync.readable(store)] == ["s"]
