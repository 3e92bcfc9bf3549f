"""Tests of lib/demo."""
