"""Pulse: an engagement dashboard for communities, honest about its numbers."""
