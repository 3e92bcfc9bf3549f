"""Incidents: how one stands by its timeline, its clock, and the way back to the usual."""
