"""The shape of the code base, checked like any other behaviour."""

import ast
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# An app may import from apps named before it, never from one named after it.
APPS = [
    "periods",
    "accounts",
    "vocabulary",
    "audit",
    "rooms",
    "municipalities",
    "stakeholders",
    "engagements",
    "steering",
    "participation",
    "network",
    "reports",
    "retention",
    "demo",
]
# Inside an app the same holds for its modules.
LAYERS = ["enums", "models", "rules", "transitions", "actions", "exports", "filters", "forms", "views", "urls"]
STATE_FIELDS = {"state", "status"}
MAX_LINES = 300
MAX_FUNCTION = 45

SOURCES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


@lru_cache(maxsize=1)
def parsed(path):
    return ast.parse(path.read_text())


def imports(path):
    """Names of all modules a file imports, relative ones spelled out."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def layer(app, module):
    name = module.split(".")
    return name[1] if len(name) > 1 and name[0] == app and name[1] in LAYERS else None


def test_every_folder_with_models_is_an_app_of_the_list():
    found = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert found == set(APPS)


def imports_point_downwards(path):
    app, own, *_ = path.relative_to(ROOT).with_suffix("").parts
    for module in imports(path):
        target = module.split(".")[0]
        assert target not in {"config", "tests"}, f"{module} is off limits"
        if target in APPS and target != app:
            assert APPS.index(target) < APPS.index(app), f"{app} imports {target}"
        other = layer(app, module)
        if own in LAYERS and other and other != own:
            assert LAYERS.index(other) < LAYERS.index(own), f"{own} imports {other}"


def states_change_in_transitions_only(path):
    if "transitions" in path.relative_to(ROOT).with_suffix("").parts:
        return
    for node in ast.walk(parsed(path)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            written = isinstance(target, ast.Attribute) and target.attr
            assert written not in STATE_FIELDS, f"line {node.lineno} writes {written}"


def files_stay_short(path):
    assert len(path.read_text().splitlines()) <= MAX_LINES


def functions_stay_short(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < MAX_FUNCTION, f"{node.name} is too long"


def confidential_rows_are_asked_for_through_visible_to(path):
    """A view never starts a query of confidential rows with `.all()` or `.get()`."""
    if "views" not in path.relative_to(ROOT).with_suffix("").parts:
        return
    text = path.read_text()
    for model in ("LogEntry", "Agreement", "Mandate", "OwnContribution", "PhaseStep", "Person", "Organisation"):
        for verb in ("all", "get", "filter", "in_order", "for_list"):
            assert f"{model}.objects.{verb}(" not in text or path.parts[-3] in {"accounts", "network"}, model


RULES = [
    imports_point_downwards,
    states_change_in_transitions_only,
    files_stay_short,
    functions_stay_short,
    confidential_rows_are_asked_for_through_visible_to,
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_every_rule(path):
    for rule in RULES:
        rule(path)


def test_settings_list_the_apps_in_this_order(settings):
    ours = [app for app in settings.INSTALLED_APPS if app in APPS]

    assert ours == APPS
    assert all(APPS.index(a) < APPS.index(b) for a, b in pairwise(ours))


def test_no_catch_all_module_exists():
    names = {path.stem for path in SOURCES} | {path.name for path in ROOT.iterdir() if path.is_dir()}

    assert not names & {"common", "core", "utils", "helpers", "misc"}
