"""What belongs to the project as a whole: settings, templates, languages, words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.template.loader import get_template
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.html"))
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)"|environ(?:\.get)?[\[(]\s*"([A-Z_]+)\"""")


def tracked():
    """The files that belong to the project: known to git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_every_variable_the_product_reads_stands_in_the_example():
    read = {
        name
        for path in (ROOT / "config").glob("*.py")
        for match in READ.finditer(path.read_text())
        for name in match.groups()
        if name and name not in {"DJANGO_SETTINGS_MODULE"}
    }
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read - named == set()


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_every_template_compiles(name):
    get_template(str(name))


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_asks_for_a_role_or_carries_script_or_style(path):
    """Templates get `may_edit`, never a role; the policy of the browser forbids anything inline."""
    text = path.read_text()

    assert not re.search(r"\b(user|membership)\.role\b|is_lead\b", text)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("path", sorted((ROOT / "locale").rglob("*.po")), ids=str)
def test_every_language_is_complete(path):
    catalogue = polib.pofile(str(path))

    assert catalogue.percent_translated() == 100
    assert not catalogue.fuzzy_entries()
    for entry in catalogue:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        wanted = set(re.findall(r"%\(\w+\)s|%s|\{\w*\}", entry.msgid + (entry.msgid_plural or "")))
        met = set(re.findall(r"%\(\w+\)s|%s|\{\w*\}", "".join(texts)))
        assert met <= wanted, entry.msgid


def said():
    """Every constant text our code or our templates hand over for translation, and the file it stands in."""
    for path in tracked():
        source = path.read_text(errors="ignore") if path.suffix in {".html", ".txt", ".py"} else ""
        if path.relative_to(ROOT).parts[0] in {"tests", "bench"}:
            continue
        if path.suffix == ".py":
            yield from ((path, text) for text in handed_over(ast.parse(source)))
            yield from ((path, text) for text in re.findall(r'{% translate "([^"]+)"', source))
        elif source:
            yield from ((path, text) for text in handed_over(ast.parse(calls_of(source))))


def calls_of(template):
    """The calls a template makes for its texts, in words of Python; what else it says is left out."""
    return "\n".join(
        re.findall(r"""(?:gettext|_)\((?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')\)""", templatize(template))
    )


def handed_over(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}:
                yield node.args[0].value


def test_every_text_stands_in_the_english_catalogue():
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po")) if not entry.obsolete}
    texts = list(said())

    assert len(texts) > 5000
    assert {(path.name, text) for path, text in texts if text not in known} == set()


def test_no_file_names_a_package_registry():
    hosts = re.compile(r"pypi" + r"\.org|pythonhosted|registry\.npmjs|deb\.debian")
    naming = [path for path in tracked() if path.suffix != ".po" and hosts.search(path.read_text(errors="ignore"))]

    assert [path for path in naming if path != Path(__file__)] == []


def test_every_link_of_the_documents_leads_somewhere():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")

    assert broken == []


def test_a_machine_without_a_browser_is_noticed(tmp_path):
    """`bin/test` asks it whether to install one: once a shell function took itself for the browser."""

    def asked(path):
        return subprocess.run([sys.executable, "-m", "tests.chromium"], cwd=ROOT, env={"PATH": str(path)})

    assert asked(tmp_path).returncode == 1
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    (tmp_path / "chromium").chmod(0o755)
    assert asked(tmp_path).returncode == 0
