"""The demonstration data: exact, repeatable, bounded, and shaped as it says it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lib.demo import CHUNK, generate, photographs
from lib.demo.parts import count, whole
from lib.demo.script import read
from lib.store.breakdown_schema import BREAKDOWNS
from lib.store.comment_schema import COMMENTS
from lib.store.schema import DAYS, EVENTS, POSTS

END = date(2026, 11, 21)
SCHEMAS = {"posts": POSTS, "days": DAYS, "comments": COMMENTS, "events": EVENTS, "breakdowns": BREAKDOWNS}
CRISIS = date(2026, 4, 21)  # 214 days before the end
LAST_SECOND = datetime(2026, 11, 21, 16)  # midnight in Taipei


def tables(posts=600, seed=1, end=END, chunk=CHUNK, photograph=None) -> dict[str, pa.Table]:
    parts = list(generate(posts, seed, end, chunk, photograph))
    return {
        kind: pa.concat_tables([schema.empty_table(), *[p.table for p in parts if p.kind == kind]])
        for kind, schema in SCHEMAS.items()
    }


@cache
def frames(posts: int) -> dict[str, pd.DataFrame]:
    found = {kind: table.to_pandas() for kind, table in tables(posts).items()}
    for frame in found.values():
        frame["day"] = frame["last_day"] if "last_day" in frame else frame["day"]
        frame["day"] = pd.to_datetime(frame["day"])
    return found


@pytest.mark.parametrize("posts", [0, 1, 7, 600])
def test_it_holds_exactly_the_posts_asked_for(posts):
    assert tables(posts)["posts"].num_rows == posts


def test_every_table_has_its_schema():
    for part in generate(50, 1, END):
        assert part.table.schema == SCHEMAS[part.kind]


def test_the_same_seed_gives_the_same_data_and_another_one_other_data():
    one, again, other = tables(), tables(), tables(seed=2)
    for kind in SCHEMAS:
        assert one[kind].equals(again[kind])
    assert not one["posts"].equals(other["posts"])
    assert not one["days"].equals(other["days"])


def test_chunks_bound_a_table_and_change_nothing():
    assert max(part.table.num_rows for part in generate(600, 1, END, chunk=70)) == 70
    small, large = tables(chunk=70), tables()
    for kind in SCHEMAS:
        assert small[kind].equals(large[kind])


def test_more_posts_than_a_chunk_come_in_several():
    sizes = [part.table.num_rows for part in generate(CHUNK + 5, 1, END) if part.kind == "posts"]
    assert sizes == [CHUNK, 5]


def test_it_spans_two_years_that_end_with_the_end():
    days = frames(20_000)["posts"]["day"]
    assert days.min() == pd.Timestamp(2024, 11, 22)
    assert days.max() == pd.Timestamp(END)


def test_a_post_has_one_id_and_a_permalink_that_leads_nowhere():
    posts = frames(20_000)["posts"]
    assert not posts.duplicated(["platform", "account", "native_id"]).any()
    assert posts["permalink"].str.startswith("https://example.com/").all()
    assert posts["row"].tolist() == list(range(2, 20_002))


def test_counts_are_never_negative_and_engagements_are_the_sum_of_their_parts():
    posts = frames(20_000)["posts"]
    counts = posts[["reach", "views", "reactions", "comments", "shares", "saves", "clicks", "conversions"]]
    assert (counts.fillna(0) >= 0).all().all()
    parts = posts[["reactions", "comments", "shares", "saves"]].fillna(0).sum(axis=1)
    assert (posts["engagements"] == parts).all()
    assert (posts["conversions"].fillna(0) <= posts["clicks"].fillna(0)).all()


@pytest.mark.parametrize(
    ("platform", "stated"),
    [
        ("facebook", {"reach", "views", "reactions", "comments", "shares", "clicks", "conversions"}),
        ("instagram", {"reach", "views", "reactions", "comments", "shares", "saves"}),
        ("youtube", {"views", "reactions", "comments", "shares"}),
        ("line", {"reach", "views", "reactions", "comments", "shares", "clicks", "conversions"}),
        ("discord", {"reactions", "comments"}),
        ("forum", {"views", "reactions", "comments"}),
    ],
)
def test_what_a_platform_does_not_state_is_empty_not_zero(platform, stated):
    posts = frames(20_000)["posts"]
    mine = posts[posts["platform"] == platform]
    for name in ("reach", "views", "reactions", "comments", "shares", "saves", "clicks", "conversions"):
        assert mine[name].notna().all() if name in stated else mine[name].isna().all()


def test_local_day_and_hour_agree_with_the_instant():
    posts = frames(20_000)["posts"]
    timed = posts[posts["published_at"].notna()]
    local = timed["published_at"] + pd.Timedelta(hours=8)
    assert (local.dt.normalize() == timed["day"]).all()
    assert (local.dt.hour == timed["hour"]).all()


def test_a_few_forum_posts_have_no_time_of_day():
    posts = frames(20_000)["posts"]
    untimed = posts[posts["hour"].isna()]
    assert set(untimed["platform"]) == {"forum"}
    assert untimed["published_at"].isna().all()
    assert 0.02 < len(untimed) / (posts["platform"] == "forum").sum() < 0.06


def test_captions_are_varied_and_chinese():
    text = frames(3_000)["posts"]["text"]
    assert text.duplicated().mean() < 0.02
    assert text.str.contains(r"[\u4e00-\u9fff]{4}").all()
    assert not text.str.contains(r"[{}]").any()


def test_members_write_where_members_write():
    posts = frames(20_000)["posts"]
    assert set(posts.loc[posts["author_kind"] == "member", "platform"]) == {"discord", "forum"}
    assert set(posts["community"]) == {"campers", "roasters"}


def test_the_week_has_a_rhythm():
    posts = frames(20_000)["posts"]
    weekend = (posts["day"].dt.day_of_week >= 5).groupby(posts["author_kind"]).mean()
    # 2/7 = 0.286 would be no rhythm: the brand rests on weekends, members do not.
    assert weekend["brand"] < 0.24
    assert weekend["member"] > 0.31


def test_evenings_reach_more_on_instagram_and_nothing_on_line():
    posts = frames(200_000)["posts"]
    posts = posts[posts["content_type"].eq("photo") & posts["paid"].ne(True) & posts["day"].lt("2026-11-01")]
    evening = posts["hour"].between(19, 21)
    middle = np.log(posts["reach"]).groupby([posts["platform"], evening]).mean().unstack()
    lift = np.exp(middle[True] - middle[False])
    assert lift["instagram"] == pytest.approx(1.35, abs=0.06)
    assert lift["facebook"] == pytest.approx(1.35, abs=0.06)
    assert lift["line"] == pytest.approx(1.0, abs=0.06)


def test_the_new_year_is_quiet():
    posts = frames(20_000)["posts"]
    brand = posts[posts["author_kind"] == "brand"].groupby("day").size()
    holiday = brand["2026-02-16":"2026-02-21"].mean()  # the lunar year began on the 17th
    assert holiday < 0.55 * brand["2026-01-05":"2026-02-01"].mean()


def test_the_crisis_is_seen_in_every_number():
    found = frames(20_000)
    posts, days, comments = found["posts"], found["days"], found["comments"]
    camp = posts[posts["community"] == "campers"].set_index("day").sort_index()
    during = camp.loc["2026-04-21":"2026-04-30", ["comments", "reactions"]].median()
    before = camp.loc["2026-03-01":"2026-04-20", ["comments", "reactions"]].median()
    assert during["comments"] > 1.8 * before["comments"]
    assert during["reactions"] < 0.8 * before["reactions"]
    followers = days[(days["metric"] == "followers") & (days["account"] == "mossway.camp")]
    value = followers.set_index("day")["value"]
    assert value["2026-05-10"] < 0.97 * value["2026-04-20"]
    assert value["2026-11-21"] > value["2026-06-15"]
    ours = comments["competitor"].isna() & (comments["community"] == "campers")
    labelled = comments[ours & comments["sentiment"].notna()]
    negative = (
        labelled["sentiment"].eq("negative").groupby(labelled["day"].between("2026-04-21", "2026-04-30"))
    )
    assert negative.mean()[True] > 0.4
    assert negative.mean()[False] < 0.2


def test_followers_are_the_day_before_plus_joins_less_leaves():
    days = frames(600)["days"]
    wide = days.pivot_table(index=["account", "day"], columns="metric", values="value").dropna(
        subset=["new_followers"]
    )
    step = wide["followers"].groupby("account").diff()
    following = wide.reset_index("day")["day"].groupby("account").diff().to_numpy() == np.timedelta64(1, "D")
    expected = wide["new_followers"] - wide["lost_followers"]
    assert (step[following] == expected[following]).all()
    assert following.sum() == 6 * 729 - 7  # six such accounts; a gap of six days breaks seven steps


def test_only_the_gap_is_missing():
    days = frames(600)["days"]
    days = days[days["metric"] == "followers"]
    counted = days.groupby("account").size()
    assert counted.drop("mossway_camp").eq(730).all()
    assert counted["mossway_camp"] == 724
    mine = set(days.loc[days["account"] == "mossway_camp", "day"])
    missing = sorted(set(pd.date_range("2024-11-22", END)) - mine)
    assert missing == list(pd.date_range("2025-10-26", periods=6))  # 391 days before the end


def test_events_are_dated_from_the_end():
    events = frames(600)["events"]
    assert 6 <= len(events) <= 10
    crisis = events[events["kind"] == "crisis"]
    assert crisis["day"].tolist() == [pd.Timestamp(CRISIS)]


def test_comments_belong_to_posts_and_are_no_more_than_the_post_counts():
    found = frames(3_000)
    posts, comments = found["posts"], found["comments"]
    key = ["platform", "account", "native_id"]
    own = comments[comments["parent_id"].isna()]
    written = own.groupby(["platform", "account", "post_native_id"]).size().rename_axis(key).rename("written")
    joined = posts.merge(written.reset_index(), on=key, how="right")
    assert joined["comments"].notna().all()
    assert (joined["written"] <= joined["comments"]).all()
    assert 20_000 < comments["competitor"].isna().sum() <= 32_000
    assert comments["native_id"].is_unique
    assert comments["author"].str.fullmatch(r"u_[0-9a-f]{12}|u_brand").all()


def test_competitors_are_spoken_of_beside_the_brand_and_better_in_its_crisis():
    comments = frames(3_000)["comments"]
    other = comments[comments["competitor"].notna()]
    assert other["post_native_id"].isna().all()
    assert set(other["author_kind"]) == {"member"}
    rivals = other.groupby("community")["competitor"].unique()
    assert {community: list(names) for community, names in rivals.items()} == {
        "campers": ["澄嶼野營"], "roasters": ["霧町焙煎所"],
    }  # fmt: skip
    received = comments[comments["competitor"].isna() & comments["parent_id"].isna()]
    assert 0.8 < len(received) / (len(received) + len(other)) < 0.9
    campers = other[(other["community"] == "campers") & other["sentiment"].notna()]
    praised = campers["sentiment"].eq("positive").groupby(campers["day"].between("2026-04-21", "2026-04-30"))
    assert praised.mean()[True] > 1.5 * praised.mean()[False]


def test_a_third_of_the_comments_is_labelled():
    comments = frames(3_000)["comments"]
    own = comments[comments["parent_id"].isna()]
    assert own["sentiment"].notna().mean() == pytest.approx(1 / 3, abs=0.02)
    assert set(own["sentiment"].dropna()) == {"positive", "neutral", "negative"}


def test_replies_come_after_what_they_answer_and_in_the_day():
    comments = frames(3_000)["comments"]
    replies = comments[comments["parent_id"].notna()]
    joined = replies.merge(comments, left_on="parent_id", right_on="native_id", suffixes=("", "_asked"))
    assert len(joined) == len(replies) > 1_000
    wait = joined["created_at"] - joined["created_at_asked"]
    assert (wait > timedelta(0)).all()
    assert timedelta(minutes=30) < wait.median() < timedelta(hours=6)
    assert replies["hour"].between(9, 20).all()
    assert set(replies["author_kind"]) == {"brand"}


def test_nothing_is_known_after_the_end():
    found = frames(3_000)
    assert found["comments"]["created_at"].max() < LAST_SECOND
    assert found["posts"]["published_at"].max() < LAST_SECOND
    assert found["days"]["day"].max() == pd.Timestamp(END)


def test_the_photographs_show_the_same_posts_grown():
    views = photographs(END)
    shots = [tables(3_000, photograph=view)["posts"] for view in views]
    full, key = tables(3_000)["posts"], ["platform", "account", "native_id"]
    known: set[tuple[str, ...]] = set()
    for one, other in pairwise(shot.to_pandas() for shot in shots):
        both = one.merge(other, on=key, suffixes=("", "_later"))
        assert len(both) > 100
        assert (both["text"] == both["text_later"]).all()
        assert (both["engagements"] <= both["engagements_later"]).all()
        assert both["engagements"].sum() < both["engagements_later"].sum()
        known |= {
            *one[key].itertuples(index=False, name=None),
            *other[key].itertuples(index=False, name=None),
        }
    assert len(known) == len(full)
    assert shots[-1].equals(full.slice(len(full) - len(shots[-1])))
    assert [len(shot) for shot in shots] == [count(3_000, 1, END, view) for view in views]


def test_the_photographs_share_out_comments_and_events():
    parts = [tables(3_000, photograph=view) for view in photographs(END)]
    everything = tables(3_000)
    for kind in ("comments", "events"):
        assert sum(part[kind].num_rows for part in parts) == everything[kind].num_rows
    taken = [part["days"]["day"].to_pandas().max() for part in parts]
    assert taken == [END - timedelta(back) for back in (28, 21, 14, 7, 0)]
    assert parts[-1]["days"]["day"].to_pandas().min() == END - timedelta(41)


def test_two_photographs_say_who_follows():
    parts = [tables(50, photograph=view)["breakdowns"].to_pandas() for view in photographs(END)]
    assert [len(part) > 0 for part in parts] == [True, False, False, False, True]
    before, now = parts[0], parts[-1]
    key = ["platform", "account", "dimension", "bucket"]
    assert before[key].equals(now[key])
    assert (before["value"] != now["value"]).mean() > 0.5
    for part in (before, now):
        ages = part[part["dimension"] == "age_gender"].groupby(["platform", "account"])["value"].sum()
        assert ages.tolist() == pytest.approx([1, 1])
        assert part.groupby(key[:3])["value"].sum().max() < 1 + 1e-9


def test_young_posts_are_young():
    """Half of a post's numbers have arrived after the platform's half-life: 16 hours for Facebook,
    so the last hours before the end hold far less than finished ones."""
    posts = frames(200_000)["posts"]
    facebook = posts[posts["platform"] == "facebook"]
    age = pd.Timestamp(LAST_SECOND) - facebook["published_at"]
    new, old = facebook[age < "6h"], facebook[age > "7D"]
    assert new["reach"].median() < 0.3 * old["reach"].median()


def test_a_photograph_of_the_whole_is_the_default():
    assert tables(50, photograph=whole(END))["posts"].equals(tables(50)["posts"])


def test_the_holidays_of_every_year_the_demonstration_may_end_in_are_listed():
    for name, days in read().dates.items():
        assert [day.year for day in days] == list(range(2020, 2041)), name
