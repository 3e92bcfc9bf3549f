"""The store: tables, the engine, migrations and the only code that writes."""

# Whoever asks the metadata finds all tables in it.
from lib.store import comment_schema as comment_schema
from lib.store import incident_schema as incident_schema
from lib.store import people_schema as people_schema
from lib.store import report_schema as report_schema
from lib.store import watch_schema as watch_schema
