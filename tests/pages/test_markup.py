"""All pages, looked at by the Nu HTML checker; needs java, and once npm to fetch it."""

import hashlib
import re
import shutil
import subprocess
import tarfile

import pytest
from django.conf import settings

PACKAGE = "vnu-jar@26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
PLACE = settings.BASE_DIR / "var" / "vnu"
JAR = PLACE / "vnu.jar"


def checker():
    """The path of the checker; fetched once, and only taken if it is the very file we know."""
    if not shutil.which("java"):
        pytest.skip("Ohne Java prüft niemand das HTML (Debian: apt install default-jre-headless).")
    if not JAR.exists():
        fetch()
    if hashlib.sha256(JAR.read_bytes()).hexdigest() != SHA256:
        JAR.unlink()
        pytest.fail(f"{PACKAGE} ist nicht die erwartete Datei; sie ist gelöscht.")
    return JAR


def fetch():
    if not shutil.which("npm"):
        pytest.skip(f"Ohne npm fehlt der HTML-Prüfer {PACKAGE} (Debian: apt install npm).")
    PLACE.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", "--silent", PACKAGE]
    try:
        subprocess.run(command, cwd=PLACE, capture_output=True, check=True, timeout=180)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip(f"Der HTML-Prüfer {PACKAGE} ließ sich nicht holen.")
    archive = next(PLACE.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        half = JAR.with_suffix(".new")
        half.write_bytes(packed.extractfile("package/build/dist/vnu.jar").read())
    half.rename(JAR)
    archive.unlink()


@pytest.mark.slow
def test_html_is_valid(seen, tmp_path):
    jar = checker()
    for number, each in enumerate(seen):
        name = re.sub(r"\W+", "-", str(each))
        (tmp_path / f"{number:03}-{name}.html").write_bytes(each.content)
    command = ["java", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "gnu", tmp_path]
    found = subprocess.run(command, capture_output=True, text=True)

    assert not found.stderr.replace(f"file:{tmp_path}/", "")
    assert found.returncode == 0
