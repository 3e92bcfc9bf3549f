"""The API for other programs: who is let in, what is taken, and what is answered, always in JSON."""

from __future__ import annotations

import http.client
import json
import threading
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from lib import api, audience_commands, import_commands, query_commands
from lib.model import PulseError, StoreBusy, say
from lib.settings import Settings
from lib.store import log, sources
from lib.store.engine import open_store
from lib.store.sources import Source
from lib.sync import declare
from lib.sync.tokens import make
from tests.browser.server import Server, settings_in, start
from tests.factories import bring, comments, days, posts

NOW = datetime(2026, 5, 1, 12)
HEAD = "post_id,platform,published_at,reach\n"
GOOD = f"{HEAD}1,facebook,2026-03-01,100\n2,facebook,2026-03-02,many\n"
BAD = "nothing,that,is\nknown,to,Pulse\n"


def declared(store: sa.Engine, id: str = "shop", **fields) -> str:
    """Declares a source that sends its data in; gives its token."""
    token, sha256 = make()
    given = {"kind": "push", "address": {"token_sha256": sha256}, "at": NOW, **fields}
    sources.put(store, Source(id=id, name=id, **given))
    return token


@pytest.fixture
def file(tmp_path):
    def write(name: str, text: str) -> tuple[str, Path]:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        path.write_text(text, "utf-8")
        return name, path

    return write


@pytest.fixture
def send(store, file):
    """Sends texts as files from a source, each (name, text)."""

    def call(*texts: tuple[str, str], id: str = "shop", now: datetime = NOW, **fields: str) -> api.Answer:
        source, _ = sources.one(store, id)
        files = [file(name, text) for name, text in texts]
        return api.imports(store, Settings(), source, files, list(fields.items()), now)

    return call


def refused(call, *args, **kwargs) -> tuple[int, str]:
    with pytest.raises(PulseError) as caught:
        call(*args, **kwargs)
    status, document = api.failure(caught.value)
    assert list(document) == ["error"]
    return int(status), document["error"]


# --- tokens ---


def test_a_token_admits_to_its_source(store):
    tokens = {id: declared(store, id) for id in ("one", "two", "three")}
    for id, token in tokens.items():
        assert api.admit(store, f"Bearer {token}").id == id
        assert api.admit(store, f"bearer  {token} ").id == id


def test_tokens_are_long_unlike_and_kept_as_a_hash_alone(store):
    first, second = declared(store, "one"), declared(store, "two")
    assert first != second
    assert len(first) >= 43  # 32 random bytes in base 64
    with store.connect() as connection:
        kept = str(connection.execute(sa.text("SELECT address FROM source")).fetchall())
    assert first not in kept


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer wrong", "{token}", "Basic {token}", "Bearer é"]
)
def test_no_token_no_entry(store, given):
    authorization = given.format(token=declared(store))
    status, error = refused(api.admit, store, authorization)
    assert (status, error) == (401, "The token is missing, unknown or switched off.")


def test_a_token_that_is_off_or_replaced_admits_nobody(store):
    old = declared(store)
    declared(store)
    assert refused(api.admit, store, f"Bearer {old}")[0] == 401
    off = declared(store, enabled=False)
    assert refused(api.admit, store, f"Bearer {off}")[0] == 401


@pytest.mark.parametrize("address", [{}, {"token_sha256": ""}, {"token_sha256": None}])
def test_a_source_without_a_hash_admits_nobody(store, address):
    declared(store, address=address)
    for given in ("", "Bearer ", "Bearer None"):
        assert refused(api.admit, store, given)[0] == 401


def test_only_sources_that_push_have_tokens(store):
    token, sha256 = make()
    sources.put(store, Source("s", "sheet", "s", {"spreadsheet": "x", "token_sha256": sha256}, NOW))
    assert refused(api.admit, store, f"Bearer {token}")[0] == 401


# --- imports ---


def test_a_file_is_imported_as_the_sources(store, send):
    declared(store, options={"account": "page", "community": "fans"})
    status, (report,) = send(("posts.csv", GOOD), captured_at="2026-04-30T18:00")
    assert status == 200
    assert (report["posts"], report["import_id"]) == ({"new": 1, "updated": 0, "unchanged": 0}, 1)
    assert [each["row"] for each in report["rejected"]] == [3]
    assert report["captured_at"] == "2026-04-30T10:00:00"  # 18:00 in Taipei
    (row,) = import_commands.observations(store, Settings(), "1").document
    assert (row["account"], row["file"]) == ("page", "posts.csv")
    answer = query_commands.query(store, Settings(), ["posts"], ["community"], [])
    assert answer.document["rows"] == [{"community": "fans", "posts": 1}]
    with store.connect() as connection:
        (entry,) = log.history(connection)
    assert (entry.who, entry.source) == ("api", "shop")


def test_the_answer_is_that_of_the_command(store, send, file, make_url):
    """Each into a store of its own, at the same stated moment."""
    declared(store)
    _, sent = send(("posts.csv", GOOD), captured_at="2026-04-30")
    other = open_store(make_url("duckdb"))
    _, path = file("posts.csv", GOOD)
    path = path.rename(path.with_name("posts.csv"))
    given = import_commands.import_files(other, Settings(), ["posts.csv"], str(path.parent), "2026-04-30")
    other.dispose()
    assert sent == given.document
    json.dumps(sent)


def test_a_mapping_of_the_source_applies(store, send):
    mapping = {"columns": {"Nr": "native_id", "Tag": "published", "Leute": "reach"}, "date_format": "ymd"}
    declared(store, options={"platform": "facebook", "account": "page", "mapping": mapping})
    status, (report,) = send(("zahlen.csv", "Nr,Tag,Leute\n1,2026-03-01,7\n"))
    assert (status, report["refused"], report["posts"]["new"]) == (200, None, 1)


def test_several_files_are_each_reported(store, send):
    declared(store)
    status, reports = send(("good.csv", GOOD), ("bad.csv", BAD))
    assert status == 200
    assert [(each["file"], bool(each["refused"])) for each in reports] == [
        ("good.csv", False),
        ("bad.csv", True),
    ]


def test_when_all_are_refused_it_is_422(store, send):
    declared(store)
    status, reports = send(("bad.csv", BAD), ("worse.csv", "%PDF-1.4"))
    assert status == 422
    assert all(each["refused"] for each in reports)


def test_a_dry_run_writes_nothing(store, send):
    declared(store)
    for text in ("", "true", "1", "YES"):
        status, (report,) = send(("posts.csv", GOOD), dry_run=text)
        assert (status, report["posts"]["new"], report["import_id"]) == (200, 1, None)
    with store.connect() as connection:
        assert log.data_version(connection) == 0
    assert sources.one(store, "shop")[1].run_at is None
    assert send(("posts.csv", GOOD), dry_run="no")[1][0]["import_id"] == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"dryrun": "1"}, "dryrun"),  # misspelt, it would import
        ({"dry_run": "perhaps"}, "true or false"),
        ({"captured_at": "yesterday"}, "no ISO date"),
        ({"platform": "x"}, "platform"),  # what the source is stands with the source
    ],
)
def test_a_wrong_field_is_refused(store, send, fields, said):
    declared(store)
    status, error = refused(send, ("posts.csv", GOOD), **fields)
    assert status == 400
    assert said in error
    with store.connect() as connection:
        assert log.data_version(connection) == 0


def test_a_field_given_twice_is_refused(store, file):
    declared(store)
    source, _ = sources.one(store, "shop")
    fields = [("dry_run", "1"), ("dry_run", "0")]
    assert refused(api.imports, store, Settings(), source, [file("a.csv", GOOD)], fields, NOW)[0] == 400


def test_no_file_or_an_empty_one_is_refused(store, send):
    declared(store)
    assert refused(send)[0] == 400
    assert refused(send, ("good.csv", GOOD), ("empty.csv", ""))[0] == 400


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/posts.csv", "posts.csv"),
        ("C:\\exports\\posts.csv", "posts.csv"),
        ("春季.csv", "春季.csv"),
        ("a\r\nb\x00.csv", "ab.csv"),
        ("..", ".."),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_name_is_only_a_name(store, send, name, kept):
    declared(store)
    assert send((name, GOOD))[1][0]["file"] == kept


# --- how the source stands ---


def test_the_state_follows_what_was_sent(store, send):
    declared(store)
    later = replace_day(NOW, 2)
    send(("bad.csv", BAD))
    send(("bad.csv", BAD))
    _, state = sources.one(store, "shop")
    assert (state.run_at, state.ok_at, state.failures, state.import_id) == (NOW, None, 2, None)
    assert "not recognised" in str(state.error)
    send(("posts.csv", GOOD), now=later)
    _, state = sources.one(store, "shop")
    assert (state.run_at, state.ok_at, state.failures, state.error, state.import_id) == (
        later,
        later,
        0,
        None,
        1,
    )
    send(("posts.csv", GOOD), now=replace_day(NOW, 3))  # the same again: fresh, and no new import
    _, state = sources.one(store, "shop")
    assert (state.ok_at, state.import_id) == (replace_day(NOW, 3), 1)


def replace_day(moment: datetime, day: int) -> datetime:
    return moment.replace(day=day)


def test_a_failure_inside_is_kept_and_not_told(store, send, monkeypatch):
    declared(store)
    monkeypatch.setattr("lib.imports.job.run_all", lambda *_: (_ for _ in ()).throw(RuntimeError("password")))
    with pytest.raises(RuntimeError) as caught:
        send(("posts.csv", GOOD))
    status, document = api.failure(caught.value)
    assert (status, document) == (500, {"error": "RuntimeError: the reason is in the app's log"})
    _, state = sources.one(store, "shop")
    assert state.failures == 1
    assert "password" not in str(state.error)


def test_a_busy_store_is_told_apart():
    assert api.failure(StoreBusy(say("busy"))) == (503, {"error": "busy"})


def test_an_import_stands_although_its_source_was_forgotten_meanwhile(store, file):
    declared(store)
    source, _ = sources.one(store, "shop")
    sources.remove(store, "shop")
    status, _ = api.imports(store, Settings(), source, [file("a.csv", GOOD)], [], NOW)
    assert status == 200


def test_several_at_once_all_succeed(store, file):
    declared(store)
    source, _ = sources.one(store, "shop")
    answers = []

    def work(number: int) -> None:
        files = [file_of[number]]
        answers.append(api.imports(store, Settings(), source, files, [], NOW))

    file_of = {n: file(f"{n}.csv", f"{HEAD}{n},facebook,2026-03-01,{n}\n") for n in range(4)}
    threads = [threading.Thread(target=work, args=(number,)) for number in file_of]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _ in answers] == [200] * 4
    assert sorted(report["import_id"] for _, (report,) in answers) == [1, 2, 3, 4]
    assert query_commands.query(store, Settings(), ["posts"], [], []).document["rows"] == [{"posts": 4}]
    assert sources.one(store, "shop")[1].failures == 0


# --- queries ---


@pytest.fixture
def filled(store) -> sa.Engine:
    """Two posts of the page on Facebook, one of another account there, one on X."""
    rows = [
        {"reach": 100},
        {"reach": 20, "community": "fans"},
        {"reach": 3, "account": "other"},
        {"reach": 4000, "platform": "x"},
    ]
    readings = {datetime(2026, 1, 5).date(): 500.0}
    bring(store, posts(*rows), days("followers", readings), days("followers", readings, platform="x"))
    return store


def ask(store: sa.Engine, *fields: tuple[str, str], **options: object) -> api.Answer:
    source = Source("shop", "push", "shop", {}, NOW, options)
    return api.query(store, Settings(), source, fields)


def test_a_query_is_that_of_the_command(filled):
    fields = [("metrics", "posts,reach"), ("by", "platform,day"), ("where", "account=page")]
    fields += [("from", "2026-01-01"), ("to", "2026-01-31"), ("as_of", "1")]
    status, document = ask(filled, *fields)
    wanted = (["posts", "reach"], ["platform", "day"], ["account=page"])
    given = query_commands.query(filled, Settings(), *wanted, "2026-01-01", "2026-01-31", "1")
    assert (status, document) == (200, given.document)
    assert [(row["platform"], row["reach"]) for row in document["rows"]] == [("facebook", 120), ("x", 4000)]


@pytest.mark.parametrize(
    ("options", "reach"),
    [
        ({}, 4123),
        ({"platform": "facebook"}, 123),
        ({"platform": "Facebook"}, 123),  # as a person wrote it
        ({"platform": "facebook", "account": "page"}, 120),
        ({"community": "fans"}, 20),
        ({"platform": "x", "community": "fans"}, None),
    ],
)
def test_a_token_sees_its_own_alone(filled, options, reach):
    assert ask(filled, ("metrics", "reach"), **options)[1]["rows"] == [{"reach": reach}]


@pytest.mark.parametrize("metric", ["followers", "posts", "engagement_rate_by_followers"])
def test_every_kind_of_figure_is_within_the_scope(filled, metric):
    whole = ask(filled, ("metrics", metric), ("by", "platform"))[1]["rows"]
    own = ask(filled, ("metrics", metric), ("by", "platform"), platform="facebook")[1]["rows"]
    assert [row["platform"] for row in whole] == ["facebook", "x"]
    assert own == whole[:1]


def test_filters_within_the_scope_narrow_it(filled):
    fields = [("metrics", "reach"), ("where", "platform=facebook"), ("where", "account=other")]
    assert ask(filled, *fields, platform="facebook")[1]["rows"] == [{"reach": 3}]


@pytest.mark.parametrize("wanted", ["platform=x", "platform=", "platform=Facebook"])
def test_a_filter_beyond_the_scope_is_forbidden(filled, wanted):
    """Else, with "platform=facebook" beside it, "platform=x" would widen what is seen."""
    fields = [("metrics", "reach"), ("where", "platform=facebook"), ("where", wanted)]
    status, error = refused(ask, filled, *fields, platform="facebook", account="page")
    assert (status, error) == (403, "This token sees platform=facebook, account=page alone.")


@pytest.mark.parametrize("wanted", ["platform=x", "account=other", "community=fans", "platform="])
def test_the_question_itself_stays_within_the_scope(filled, wanted):
    """Whatever filters reach the query layer: the refusal in front of it is no more than politeness."""
    mine = {"platform": "facebook", "account": "page", "community": "main"}
    seen = api.scope(Source("shop", "push", "shop", {}, NOW, mine))
    for where in ([], ["platform=facebook", wanted], [wanted]):
        for as_of in (None, "1"):
            days = (None, None)
            found = query_commands.answer(
                filled, Settings(), ["reach"], ["platform", "account", "community"], where, days, as_of, seen
            )
            shown = [(row["account"], row["reach"]) for row in found.document["rows"]]
            assert shown in ([("page", 100)], [])
            assert bool(shown) is (not where or (len(where) > 1 and wanted.startswith("platform")))


def test_a_question_of_unique_people_needs_no_filter_that_the_scope_sets(filled):
    bring(filled, days("page_reach", {datetime(2026, 1, 5).date(): 7.0}))
    fields = [("metrics", "page_reach"), ("by", "day")]
    found = ask(filled, *fields, platform="facebook", account="page")[1]["rows"]
    assert [row["page_reach"] for row in found] == [7]
    assert refused(ask, filled, *fields, platform="facebook")[0] == 400


def test_comments_of_private_channels_are_left_out_unless_the_source_allows_them(filled):
    bring(filled, comments({"text": "here"}, {"text": "there", "private": True}))
    asked = ("metrics", "comments_received")
    assert ask(filled, asked)[1]["rows"] == [{"comments_received": 1}]
    assert ask(filled, asked, private=True)[1]["rows"] == [{"comments_received": 2}]
    with pytest.raises(PulseError, match="true or false"):
        declare.check(Source("shop", "push", "shop", {"token_sha256": "0"}, NOW, {"private": "yes"}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([], "at least one metric"),
        ([("metrics", "likes")], "no metric “likes”"),
        ([("metrics", "posts"), ("by", "moon")], "no dimension “moon”"),
        ([("metrics", "posts"), ("where", "platform")], "DIMENSION=VALUE"),
        ([("metrics", "posts"), ("from", "soon")], "A date is written"),
        ([("metrics", "posts"), ("until", "2026-01-01")], "until"),
        ([("metrics", "posts"), ("from", "2026-01-01"), ("from", "2026-01-02")], "from"),
    ],
)
def test_a_question_that_makes_no_sense_is_400(filled, fields, said):
    status, error = refused(ask, filled, *fields)
    assert status == 400
    assert said in error


def test_an_audience_is_that_of_the_command_within_the_scope(store, send):
    text = "interval_start_timestamp,platform,participators\n2026-03-02T00:00:00Z,'Mobile Only',9\n"
    declared(store, "discord")
    declared(store, "x", options={"platform": "x"})
    assert send(("a.csv", text), id="discord")[0] == 200
    sources_ = {id: sources.one(store, id)[0] for id in ("discord", "x")}
    status, document = api.audience(store, Settings(), sources_["discord"], [])
    assert status == 200
    assert document == audience_commands.audience(store, Settings(), []).document
    assert [each["bucket"] for each in document[0]["buckets"]] == ["Mobile Only"]
    assert api.audience(store, Settings(), sources_["x"], []) == (200, [])
    beyond = [("where", "platform=discord")]
    assert refused(api.audience, store, Settings(), sources_["x"], beyond)[0] == 403


# --- bodies ---


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-encoding": "gzip"}, 415),
        ({"content-type": "multipart/mixed; boundary=x"}, 415),
        ({"content-length": str((5 << 20) + 1)}, 413),
    ],
)
def test_a_body_is_refused_by_what_it_says(headers, status):
    assert refused(api.check_body, headers, 5 << 20)[0] == status


def test_other_bodies_may_come():
    api.check_body({"content-length": str(5 << 20), "content-type": "text/csv"}, 5 << 20)
    api.check_body({"content-type": "multipart/form-data; boundary=x"}, 5 << 20)


@pytest.mark.parametrize(
    ("fields", "disposition", "name"),
    [
        ([("name", "a.csv")], "", "a.csv"),
        ([("name", "a.csv")], 'attachment; filename="b.csv"', "a.csv"),
        ([], 'attachment; filename="b.csv"', "b.csv"),
        ([], "attachment; filename*=UTF-8''%E6%98%A5.csv", "春.csv"),
    ],
)
def test_the_name_of_a_file(fields, disposition, name):
    assert api.file_name(fields, disposition) == name


def test_a_file_needs_a_name():
    assert refused(api.file_name, [], "attachment")[0] == 400


# --- over HTTP, on the app's own server ---


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A running app that takes 1 MB, and a token for Facebook there."""
    folder = tmp_path_factory.mktemp("api")
    store = open_store(settings_in(folder).database_url)
    token = declared(store, options={"platform": "facebook", "account": "page"})
    store.dispose()
    server = start(folder, max_upload_mb=1)
    yield server, token
    server.stop()
    assert "Traceback" not in server.said()


def call(
    served: tuple[Server, str], method: str, path: str, body: object = None, **headers: str
) -> tuple[int, object]:
    """One request with the token; status and document."""
    server, token = served
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    known = {"Authorization": f"Bearer {token}"}
    known |= {name.replace("_", "-"): text for name, text in headers.items()}
    try:
        connection.request(method, path, body, {name: text for name, text in known.items() if text})
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        connection.close()


def form(*parts: tuple[str, str, str]) -> tuple[bytes, str]:
    """A multipart body of (field, file name, content), and its type."""
    made = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{field}"'
        + (f'; filename="{name}"' if name else "")
        + f"\r\n\r\n{content}\r\n"
        for field, name, content in parts
    )
    return f"{made}--edge--\r\n".encode(), "multipart/form-data; boundary=edge"


def test_a_file_sent_is_in_what_is_asked(served):
    body = f"{HEAD}http-1,facebook,2026-03-01,11\n".encode()
    status, (report,) = call(
        served, "POST", f"/api/imports?name={quote('三月.csv')}", body, Content_Type="text/csv"
    )
    assert (status, report["file"], report["posts"]["new"]) == (200, "三月.csv", 1)
    status, document = call(
        served, "GET", "/api/query?metrics=reach&by=platform,account&where=day%3D2026-03-01"
    )
    assert status == 200
    assert document["rows"] == [{"platform": "facebook", "account": "page", "reach": 11}]
    assert document["data_version"] == report["import_id"]


def test_a_form_brings_several_files(served):
    first = f"{HEAD}form-1,facebook,2026-02-01,5\n"
    body, kind = form(("f", "a.csv", first), ("f", "b.csv", BAD), ("dry_run", "", "true"))
    status, reports = call(served, "POST", "/api/imports", body, Content_Type=kind)
    assert status == 200
    assert [(each["file"], each["import_id"], bool(each["refused"])) for each in reports] == [
        ("a.csv", None, False),
        ("b.csv", None, True),
    ]


@pytest.mark.parametrize("path", ["/api/imports?name=a.csv", "/api/query?metrics=posts", "/api/audience"])
@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic eDp5"])
def test_without_the_token_nothing_is_read(served, path, authorization):
    method, body = ("POST", b"x" * 5_000_000) if "imports" in path else ("GET", None)
    if body:  # the refusal comes before the body: not all of it can be sent
        status, document = before_the_body(served[0], path, authorization)
    else:
        status, document = call(served, method, path, Authorization=authorization)
    assert status == 401
    assert list(document) == ["error"]


def before_the_body(server: Server, path: str, authorization: str) -> tuple[int, object]:
    """Announces a body and sends none of it; gives the answer that comes all the same."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", "1000000000")
    if authorization:
        connection.putheader("Authorization", authorization)
    connection.endheaders()
    reply = connection.getresponse()
    document = json.loads(reply.read())
    connection.close()
    return reply.status, document


def test_a_body_that_says_it_is_too_large_is_not_awaited(served):
    status, document = before_the_body(served[0], "/api/imports?name=a.csv", f"Bearer {served[1]}")
    assert (status, document) == (413, {"error": "A request may bring 1 MB at most."})


@pytest.mark.parametrize("kind", ["text/csv", "multipart/form-data; boundary=edge"])
def test_a_body_that_grows_too_large_is_cut_off(served, kind):
    """Sent in chunks, without a length; each is sent only while the server still takes it."""
    head = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    sent = 0
    connection = http.client.HTTPConnection("127.0.0.1", served[0].port, timeout=20)
    connection.putrequest("POST", "/api/imports?name=a.csv")
    for name, text in (("Authorization", f"Bearer {served[1]}"), ("Transfer-Encoding", "chunked")):
        connection.putheader(name, text)
    connection.putheader("Content-Type", kind)
    connection.endheaders()
    for block in (head, *[b"x" * 65_536] * 17):  # one block more than 1 MB
        connection.send(b"%x\r\n%b\r\n" % (len(block), block))
        sent += len(block)
    reply = connection.getresponse()
    assert (reply.status, list(json.loads(reply.read()))) == (413, ["error"])
    connection.close()
    assert sent < 2 << 20


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/imports", 405),
        ("POST", "/api/query?metrics=posts", 405),
        ("POST", "/api/imports?name=a.csv", 400),
        ("POST", "/api/imports", 400),
        ("GET", "/api/query?metrics=reach&where=platform%3Dx", 403),
        ("GET", "/api/query", 400),
    ],
)
def test_every_refusal_is_json(served, method, path, status):
    assert call(served, method, path)[0] == status


def test_a_page_of_another_origin_cannot_use_it(served):
    """The browser asks first whether it may send the token; nothing answers that it may."""
    server, _ = served
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "GET"}
    connection.request("OPTIONS", "/api/query?metrics=posts", headers=headers)
    reply = connection.getresponse()
    reply.read()
    assert reply.status == 405
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]
    connection.close()


def test_another_hosts_name_is_refused(served):
    server, token = served
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(
        "GET",
        "/api/query?metrics=posts",
        headers={"Host": "evil.example", "Authorization": f"Bearer {token}"},
    )
    assert connection.getresponse().status == 400
    connection.close()


def test_two_at_once_over_http(served):
    bodies = {n: f"{HEAD}both-{n},facebook,2026-04-0{n},{n}\n".encode() for n in (1, 2)}
    answers = {}

    def work(number: int) -> None:
        answers[number] = call(served, "POST", f"/api/imports?name={number}.csv", bodies[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {
        number: (status, reports[0]["posts"]["new"]) for number, (status, reports) in answers.items()
    } == {
        1: (200, 1),
        2: (200, 1),
    }
