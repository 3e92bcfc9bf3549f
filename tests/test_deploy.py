"""The ready files for deployment name only what there is."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from lib import cli
from lib.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
FILES = ("Dockerfile", "compose.yaml", "nginx.conf", "pulse.service")
KNOWN = {f"PULSE_{field.name.upper()}" for field in fields(Settings)}


@pytest.mark.parametrize("name", FILES)
def test_every_setting_named_is_one(name):
    assert set(re.findall(r"PULSE_[A-Z_]+", (DEPLOY / name).read_text("utf-8"))) <= KNOWN


def test_what_goes_into_the_image_is_there():
    sources = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    named = [word for words in sources for word in words.split()]
    assert len(named) >= 7
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_the_proxy_lets_through_what_the_app_takes_and_no_more():
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"client_max_body_size {Settings().max_upload_mb}m;" in text
    for closed in ("/_stcore/metrics", "/api/command", "= /readyz", "= /healthz"):
        assert f"location {closed} {{ return 404; }}" in text


def test_the_server_answers_to_the_address_people_type():
    found = cli._known_as(Settings(url="https://pulse.example.org:8443"))
    assert [found[n + 1] for n, word in enumerate(found) if word == "--server.allowedHosts"] == [
        "localhost",
        "127.0.0.1",
        "pulse.example.org",
    ]
    assert found[-2:] == ["--server.corsAllowedOrigins", "https://pulse.example.org:8443"]
