"""Incidents at work: playbooks, what people do, and the report."""
