"""Words, numbers and dates in the reader's language: `locale("zh-TW").percent(0.052)`."""

from lib.i18n.catalog import SOURCE, languages
from lib.i18n.locale import Locale, locale, negotiate
from lib.i18n.numbers import DASH

__all__ = ["DASH", "SOURCE", "Locale", "languages", "locale", "negotiate"]
