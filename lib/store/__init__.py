"""The store: tables, the engine, migrations and the only code that writes."""
