"""The store: tables, the engine, migrations and the only code that writes."""

from lib.store import people_schema as people_schema
