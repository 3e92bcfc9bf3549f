"""Tests of lib/i18n."""
