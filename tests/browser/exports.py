"""Small exports as the platforms write them. The newest post is of 6 November 2025, so that the last
quarter is July to September; then Facebook has two posts: 50 + 120 engagements on 1,000 + 2,400 reach."""

from __future__ import annotations

import csv
import io

FACEBOOK_HEADER = (
    "貼文編號,粉絲專頁編號,粉絲專頁名稱,標題,說明,發佈時間,永久連結,貼文類型,日期,"
    "瀏覽次數,觸及人數,心情數,留言,分享,總點擊次數"
)
X_HEADER = "Post id,Date,Post text,Link,Impressions,Likes,Bookmarks,Replies,Reposts,Url clicks"

LAST_QUARTER = {2, 170, 0.05, 1700}
"""Of Facebook: posts, engagements, engagement rate by reach, reach per post."""


def table(header: str, *rows: tuple[object, ...]) -> bytes:
    """A CSV as platforms write it: UTF-8 with a byte order mark."""
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue().encode("utf-8-sig")


def facebook_post(
    id: str, day: str, text: str, views: int, reach: int, reactions: int, comments: int, shares: int
) -> tuple[object, ...]:
    link = f"https://www.facebook.com/yama/posts/{id}"
    said = (id, "100066300057039", "山野咖啡", "", text, f"{day} 10:30", link, "相片", "總計")
    return (*said, views, reach, reactions, comments, shares, 0)


def facebook() -> bytes:
    return table(
        FACEBOOK_HEADER,
        facebook_post("939005954986064", "07/10/2025", "夏季新品上市", 1500, 1000, 40, 5, 5),
        facebook_post("939005954986065", "08/20/2025", "手沖教學", 3000, 2400, 90, 20, 10),
        facebook_post("939005954986066", "11/05/2025", "週年慶", 7000, 5000, 10, 0, 0),
    )


def x() -> bytes:
    link = "https://x.com/YamaCoffee/status/"
    return table(
        X_HEADER,
        (
            "1958000000000000001",
            "Thu Aug 21 2025",
            "hello",
            f"{link}1958000000000000001",
            700,
            30,
            1,
            2,
            4,
            5,
        ),
        (
            "1986000000000000002",
            "Thu Nov 06 2025",
            "again",
            f"{link}1986000000000000002",
            900,
            10,
            0,
            1,
            1,
            0,
        ),
    )
