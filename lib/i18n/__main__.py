"""`python -m lib.i18n extract` and `python -m lib.i18n check`, for those who translate."""

from __future__ import annotations

import argparse
import sys

from lib.i18n import catalog
from lib.i18n.check import problems
from lib.i18n.extract import update


def main() -> int:
    """Runs the command named on the command line; 1 when the check finds something."""
    parser = argparse.ArgumentParser("python -m lib.i18n", description=__doc__)
    parser.add_argument("command", choices=("extract", "check"))
    if parser.parse_args().command == "extract":
        for language in catalog.languages()[1:]:
            update(language)
            print(f"updated {catalog.po_file(language).relative_to(catalog.ROOT)}")
        return 0
    found = problems()
    print("\n".join(found) or "translations: complete", file=sys.stderr if found else sys.stdout)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
