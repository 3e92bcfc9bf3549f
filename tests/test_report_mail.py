"""Reports by e-mail over a real SMTP server: once, to whom it may concern, with what they may see."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lib import report_mail
from lib.model import EVERYTHING, PulseError, Scope
from lib.settings import Settings
from lib.store import audit, group_visits, outbox, people, report_plans
from lib.store.people import Group, Member
from lib.store.report_plans import Plan
from tests.factories import bring, posts
from tests.notify.fakes import smtp
from tests.reports.paper import Paper

NOW = datetime(2026, 3, 2, 1)  # Monday, 9 in Taipei
DUE = datetime(2026, 3, 2)
TEA = Scope(("tea",))


@pytest.fixture
def server():
    with smtp() as made:
        yield made


@pytest.fixture
def settings(server, store, tmp_path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[smtp]\nhost = "127.0.0.1"\nport = {server[1]}\ntls = "none"\nuser = "pulse"\npassword = "s3cret"\n'
    )
    # Answers are kept by the database's address: each store needs its own.
    place = store.url.render_as_string(hide_password=False)
    allowed = "127.0.0.0/8"
    return Settings(
        database_url=place, secrets=str(secrets), allow_addresses=allowed, url="https://pulse.example"
    )


@pytest.fixture
def filled(store):
    rows = [
        {"community": name, "account": name, "text": f"{name} words", "reach": 100, "engagements": 9}
        for name in ("tea", "coffee")
    ]
    bring(store, posts(*rows))
    for name, scope in (("all", EVERYTHING), ("tea", TEA)):
        people.put(store, Member(f"{name}@example.org", name, "viewer", scope), NOW, "local")
    return store


def plan(store, **said) -> Plan:
    given = {
        "page": "content", "params": {"period": ["all"], "community": ["*"]}, "language": "zh-TW",
        "every": "week", "people": (1, 2), "who": "local", "owner": "local", "scope": EVERYTHING,
        "at": NOW, "due": DUE,
    }  # fmt: skip
    return report_plans.make(store, Plan(**{**given, **said}))


def letters(server) -> dict[str, email.message.EmailMessage]:
    read = [email.message_from_bytes(raw, policy=email.policy.default) for _, _, raw in server[0].got]
    return {str(each["To"]): each for each in read}


def paper(letter) -> Paper:
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename().startswith("pulse-content-2026-01-05")
    return Paper(attached.get_content())


def test_each_gets_what_both_may_see_once(filled, settings, server):
    plan(filled)
    assert report_mail.work(filled, settings, NOW) == 2
    got = letters(server)
    assert got["all@example.org"]["Subject"] == "Pulse：內容，2026年1月5日"
    assert "https://pulse.example/content?lang=zh-TW" in got["all@example.org"].get_body().get_content()
    assert "coffeewords" in paper(got["all@example.org"]).text
    assert "teawords" in paper(got["tea@example.org"]).text
    assert "coffee" not in paper(got["tea@example.org"]).text
    # Again, as after a restart; and a week later.
    assert report_mail.work(filled, settings, NOW) == 0
    assert report_mail.work(filled, settings, NOW + timedelta(7)) == 2
    assert len(server[0].got) == 4
    exported = [line.facts["person"] for line in audit.lines(filled) if line.act == "mailed"]
    assert sorted(exported) == ["p1", "p1", "p2", "p2"]


def test_a_restart_between_laying_in_and_moving_on_sends_nothing_twice(filled, settings, server):
    made = plan(filled, people=(2,))
    assert report_mail.work(filled, settings, NOW) == 1
    report_plans.move(filled, replace(made, due=report_plans.running(filled)[0].due), DUE)
    assert report_mail.work(filled, settings, NOW + timedelta(hours=1)) == 0
    assert len(server[0].got) == 1


def test_the_planners_rights_are_the_limit(filled, settings, server):
    tea = people.put(filled, replace(people.member(filled, 2), role="manager"), NOW, "local")
    plan(filled, people=(1,), who="p2", owner="p2", scope=EVERYTHING)
    assert report_mail.work(filled, settings, NOW) == 1
    assert "coffee" not in paper(letters(server)["all@example.org"]).text
    for weeks, change, reason in (
        (1, {"role": "viewer"}, "may no longer send any"),
        (2, {"disabled": True}, "no longer has access"),
    ):
        people.put(filled, replace(tea, **change), NOW, "local")
        later = NOW + timedelta(7 * weeks)
        assert report_mail.work(filled, settings, later) == 0
        assert reason in next(str(each.error) for each in outbox.recent(filled) if each.created_at == later)
    people.remove(filled, 2, NOW, "local")
    assert report_plans.running(filled) == []


def test_a_plan_by_a_group_rests_when_no_sign_in_confirms_it(filled, settings, server):
    group = people.put_group(filled, Group("groups", "tea", "manager", TEA), NOW, "local")
    plan(filled, people=(1,), who=f"g{group.id}", owner="s-1")
    group_visits.came(filled, "s-1", [group.id], NOW - timedelta(25))
    assert report_mail.work(filled, settings, NOW) == 1
    assert "coffee" not in paper(letters(server)["all@example.org"]).text
    later = NOW + timedelta(7)
    assert report_mail.work(filled, settings, later) == 0
    told = next(str(each.error) for each in outbox.recent(filled) if each.created_at == later)
    assert "no sign-in of the last 30 days" in told
    group_visits.came(filled, "s-1", [group.id], later)
    assert report_mail.work(filled, settings, NOW + timedelta(14)) >= 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"disabled": True}, "no longer has access"), ({"scope": Scope(("milk",))}, "may see nothing of it")],
)
def test_who_gets_it_must_still_see_something_of_it(filled, settings, server, change, reason):
    plan(filled, people=(2,), params={"period": ["all"], "community": ["tea"]})
    people.put(filled, replace(people.member(filled, 2), **change), NOW, "local")
    assert report_mail.work(filled, settings, NOW) == 0
    assert reason in str(outbox.recent(filled)[0].error)
    assert server[0].got == []


def test_reports_are_no_messages_about_alarms(filled, settings, server):
    plan(filled, people=(2,))
    report_mail.work(filled, settings, NOW)
    assert outbox.recent(filled, channels=("email", "webhook", "line")) == []


def test_a_plan_is_ended_by_its_owner_alone(filled):
    made = plan(filled, owner="p1")
    with pytest.raises(PulseError, match="no such planned report"):
        report_plans.end(filled, made.id, NOW, "p2", "p2")
    assert report_plans.running(filled) == [made]


def test_what_the_server_refused_is_tried_again(filled, settings, server):
    server[0].refuse = 1
    plan(filled, people=(1,))
    moments = (NOW, NOW, NOW + timedelta(minutes=5))
    assert [report_mail.work(filled, settings, each) for each in moments] == [0, 0, 1]


def test_an_ended_plan_and_a_store_without_a_mail_server_send_nothing(filled, settings, server, tmp_path):
    made = plan(filled)
    assert report_mail.work(filled, replace(settings, secrets=str(tmp_path / "none")), NOW) == 0
    report_plans.end(filled, made.id, NOW, "local")
    assert report_plans.running(filled) == []
    assert report_mail.work(filled, settings, NOW) == 0
    with pytest.raises(PulseError, match="Choose who"):
        plan(filled, people=())


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        ("week", datetime(2026, 3, 1, 23, 59), datetime(2026, 3, 2)),
        ("week", datetime(2026, 3, 2), datetime(2026, 3, 9)),
        ("month", datetime(2026, 3, 2), datetime(2026, 4, 1)),
        ("month", datetime(2026, 12, 1, 0, 1), datetime(2027, 1, 1)),
    ],
)
def test_due_is_monday_or_the_first_at_eight_in_the_community(every, now, due):
    assert report_mail.next_due(every, now, Settings().zone) == due


def test_a_plan_of_chosen_days_moves_along():
    fixed = {"period": ["custom"], "from": ["2026-01-01"], "to": ["2026-01-31"], "as_of": ["1"]}
    given = Plan("content", fixed, "en", "month", (1,), "local", "local", EVERYTHING, NOW, DUE)
    assert report_mail._params(given) == {"period": ["last_month"], "lang": ["en"]}
