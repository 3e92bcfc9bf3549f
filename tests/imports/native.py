"""Small files of the platforms' own exports, each with the quirks of the real ones."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import xlsxwriter

POST = "518995791497187_922831414446954"
INSIGHTS_HEADER = [
    "Post ID", "Permalink", "Post Message", "Type", "Countries", "Languages", "Posted", "Audience Targeting",
    "Lifetime Post Total Reach", "Lifetime Post Total Impressions",
    "Lifetime Post Stories by action type - comment", "Lifetime Post Stories by action type - like",
    "Lifetime Post Stories by action type - share", "Lifetime Post Consumptions",
]  # fmt: skip
INSIGHTS = [
    INSIGHTS_HEADER,
    ["", "", "", "", "", "", "", "", "Lifetime: people reached", "Lifetime: impressions", "", "", "", ""],
    [POST, "https://www.facebook.com/yama/posts/922831414446954", "Café au feu de bois", "Photo", "", "",
     "02/19/2015 11:45:22 PM", " ", "371", "1116", "4", "37", "3", "38"],
    [POST[:-1] + "5", "https://www.facebook.com/yama/posts/922831414446955", "more", "Link", "", "",
     "02/18/2015 09:05:02 AM", " ", "143", "465", "", "2", "", "34"],
]  # fmt: skip
PAGE = [
    ["Date", "Lifetime Total Likes", "Daily New Likes", "Daily Unlikes", "Daily Total Reach",
     "Weekly Total Reach", "Daily Total Impressions", "Daily Logged-in Page Views",
     "Daily Logged-in Page Views"],
    ["", "Lifetime: likes of the page", "Daily: new likes", "Daily: unlikes", "Daily: people",
     "Weekly: people", "Daily: impressions – all", "Daily: views", "Daily: visitors"],
    ["8/24/2014", "176", "2", "0", "10", "12", "20", "5", "4"],
    ["8/25/2014", "177", "1", "1", "11", "13", "21", "", ""],
]  # fmt: skip
SPROUT = [
    ["Date", "Network", "Profile", "Audience", "Net Audience Growth", "Audience Gained", "Impressions",
     "Engagements", "Engagement Rate (per Impression)", "Reactions"],
    ["01-02-2025", "X", "'@yama", "6,369", "1", "1", "17", "5", "29.41%", "-1"],
    ["01-02-2025", "Facebook", "Yama Coffee", "25,928", "-1", "", "21,069", "41", "0.19%", "25"],
]  # fmt: skip
TIKTOK = [
    ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"],
    ["30 de dezembro", "545", "10", "3", "0", "0"],
    ["2 de janeiro", "46", "undefined", "1", "-1", "0"],
]
FINNISH = [
    ["Julkaisun tunnus", "Sivun tunnus", "Sivun nimi", "Kuvaus", "Julkaisuaika", "Pysyväislinkki", "Näytöt",
     "Kattavuus", "Reaktiot, kommentit ja jaot", "Reaktiot", "Kommentit", "Jaot"],
    *([f"93900595498606{n}", "100066300057039", "Yama", f"Pitkä kuvaus numero {n}, hyvää päivää kaikille",
       f"02/1{n}/2025 03:17", f"https://www.facebook.com/yama/posts/93900595498606{n}", f"{30 + n}",
       f"{20 + n}", f"{6 + n}", f"{n + 3}", "2", "1"] for n in range(5)),
]  # fmt: skip
SNAPSHOT = """# ----------------------------------------
# Reports snapshot
# Account: Yama
# Property: Yama website
# ----------------------------------------
#
# All Users
# Start date: 20231230
# End date: 20240101
Nth day,Active users,New users
0000,12,5
0001,15,6
0002,9,2
,36,Grand total

# Start date: 20231230
# End date: 20240101
Country,Active users
Taiwan,30

# Start date: 20231230
# End date: 20240101
Nth day,28 days,7 days,1 day
0000,300,80,12
0001,301,81,15
0002,302,82,9
"""


def lines(rows: list[list[str]], encoding: str = "utf-8-sig", **options: Any) -> bytes:
    """Rows as a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **options).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Sheets as an XLSX file."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return data.getvalue()


def spreadsheetml(sheets: dict[str, list[list[str]]]) -> bytes:
    """Sheets as the XML that old exports name .xls; empty cells are left out and counted by index."""
    made = ['<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">']  # fmt: skip
    for name, rows in sheets.items():
        made.append(f'<Worksheet ss:Name="{name}"><Table>')
        for row in rows:
            cells = [
                f'<Cell ss:Index="{at}"><Data ss:Type="{"Number" if cell.isdecimal() else "String"}">'
                f"{cell.replace('&', '&amp;').replace('<', '&lt;')}</Data></Cell>"
                for at, cell in enumerate(row, 1)
                if cell
            ]
            made.append(f"<Row>{''.join(cells)}</Row>")
        made.append("</Table></Worksheet>")
    return ("".join(made) + "</Workbook>").encode()


def telegram(kind: str = "public_channel", **changes: Any) -> bytes:
    """A channel with a service row, a post of marked-up text with reactions, and a photo."""
    messages = [
        {"id": 1, "type": "service", "date": "2023-07-18T00:23:39", "date_unixtime": "1689611019",
         "actor": "Lin Mei", "action": "create_channel", "text": ""},
        {"id": 3, "type": "message", "date": "2023-07-18T00:24:19", "date_unixtime": "1689611059",
         "from": "Lin Mei", "from_id": "user42", "author": "Mei",
         "text": ["Hello ", {"type": "bold", "text": "campers"}, "!"],
         "reactions": [{"type": "emoji", "count": 2, "emoji": "❤"},
                       {"type": "emoji", "count": 5, "emoji": "👍"}]},
        {"id": 6, "type": "message", "date": "2023-07-18T16:30:00", "date_unixtime": "1689697800",
         "from": "Lin Mei", "from_id": "user42", "photo": "photos/1.jpg", "text": "a photo"},
    ]  # fmt: skip
    chat = {"name": "Yama", "type": kind, "id": 1878264527, "messages": messages} | changes
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()
