"""Holds the house to its budgets: sizes, annotations, import direction, nothing of one machine."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = [ROOT / "app.py", *sorted((ROOT / "lib").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py"))]
PURE = ("lib/analysis/", "lib/charts/", "lib/metrics/query.py", "lib/imports/clean", "lib/imports/mapping")

# Built from parts, so that this file does not find itself.
FOREIGN = re.compile(
    r"(?<![\w.~{])/(?:work|tmp|root|home|Users)/(?!\s)|\.\./share[d](?!/samples)|pypi\.org|python[h]osted|"
    r"registry\.npmjs|artifactor[y]|index-ur[l]="
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def modules() -> list[Path]:
    return [path for path in CODE if "versions" not in path.parts and path.exists()]


def tracked() -> list[Path]:
    """The files git has or would take."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [path for each in out.split("\0") if each and (path := ROOT / each).is_file()]


def test_functions_are_short():
    sizes = {f"{name(path)}:{each.name}": lines(each) for path in modules() for each in functions(path)}
    assert {key: size for key, size in sizes.items() if size > 40} == {}
    assert statistics.median(sizes.values()) <= 12


def test_modules_are_short():
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    budget = {key: 80 if key.startswith("pages/") or key == "app.py" else 250 for key in sizes}
    assert {key: size for key, size in sizes.items() if size > budget[key]} == {}


def test_every_module_says_its_job():
    silent = [name(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert silent == []


def test_every_function_is_annotated():
    bare = [
        f"{name(path)}:{each.name}"
        for path in modules()
        for each in functions(path)
        if each.returns is None or any(argument.annotation is None for argument in arguments(each))
    ]
    assert bare == []


def arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = node.args
    every = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    return [each for each in every if each is not None and each.arg not in ("self", "cls")]


def test_imports_run_one_way():
    # In a process of its own: the linter turns off the loggers of all others.
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_lib_names_no_page():
    importing = [
        f"{name(path)}:{module}"
        for path in modules()
        if not name(path).startswith("pages/")
        for module in imported(path)
        if module.split(".")[0] in ("app", "pages")
    ]
    assert importing == []


def test_every_file_is_taken_along_at_one_place():
    """There it is asked who may, and the audit log learns of it; a template holds nothing of anybody."""
    offering = {name(path) for path in modules() if "download_button(" in path.read_text("utf-8")}
    assert offering == {"lib/ui/taking.py", "lib/ui/uploads.py"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_what_computes_reads_no_clock():
    reading = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path).startswith(PURE)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("now", "today", "utcnow")
    ]
    assert reading == []


def test_nothing_names_this_machine():
    found = [
        f"{name(path)}:{number}: {hit[0]}"
        for path in tracked()
        if b"\0" not in (content := path.read_bytes())
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1)
        if (hit := FOREIGN.search(line))
    ]
    assert found == []
