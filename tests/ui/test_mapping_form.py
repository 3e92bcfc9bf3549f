"""The form for unknown files: what a person chooses is what is meant."""

import pytest

from lib.i18n import languages, locale
from lib.imports.spec import DAY_FIELDS, POST_FIELDS
from lib.ui.mapping_form import field_name


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("fields", [POST_FIELDS, DAY_FIELDS], ids=["posts", "days"])
def test_no_two_fields_are_called_the_same(fields, language):
    names = [field_name(id, locale(language)) for id in fields]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("id", sorted({*POST_FIELDS, *DAY_FIELDS}))
def test_every_field_has_a_name_of_its_own(id):
    assert field_name(id, locale("en")) != id
    assert any("\u4e00" <= letter <= "\u9fff" for letter in field_name(id, locale("zh-TW")))
