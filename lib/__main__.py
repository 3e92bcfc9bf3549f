"""`python -m lib`: the commands."""

from lib.cli import app

app()
