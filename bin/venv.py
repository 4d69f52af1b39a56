"""Makes .venv, or mends it: `venv.py <requirements file>`. Needs nothing but Python itself."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# One line per fact: the Python it was made with, then each requirements file with its hash.
STAMP = VENV / "stamp"
HALF_MADE = "unfertig"


def main(requirements):
    """Does nothing (and quickly) if the stamp says that everything is there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what older ones get to see
        sys.exit(f"Python 3.11 oder neuer wird gebraucht, hier ist {sys.version.split()[0]}.")
    if is_current(requirements):
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "venv.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current(requirements):
            make_venv()
            install(requirements)


def facts(*names):
    """What the stamp must say for these requirements files."""
    hashes = (f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}" for name in names)
    return [f"python {sys.version.split()[0]}", *hashes]


def stamped():
    """What the stamp says."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def is_current(requirements):
    """Whether this requirements file is installed as it stands, and for this Python."""
    return PYTHON.exists() and set(facts(requirements)) <= set(stamped())


def make_venv():
    """Makes the environment anew unless it is whole and of this Python."""
    version = "import sys, pip; print(sys.version.split()[0])"
    if HALF_MADE not in stamped() and PYTHON.exists():
        found = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True)
        if found.stdout.strip() == sys.version.split()[0]:
            return
    print("Python-Umgebung .venv wird angelegt …", flush=True)
    base = getattr(sys, "_base_executable", sys.executable)  # also from within the one that is deleted
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([base, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            sys.exit("Die Python-Umgebung lässt sich nicht anlegen: unter Debian hilft „apt install python3-venv“.")
        sys.exit(f"Die Python-Umgebung lässt sich nicht anlegen: {made.stderr.strip()}")


def install(requirements):
    """Installs exactly the pinned files; the stamp is written last."""
    print(f"Pakete aus {requirements} werden installiert …", end=" ", flush=True)
    begin = time.monotonic()
    STAMP.write_text(HALF_MADE)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--require-hashes"]
    if subprocess.run([*pip, "-r", ROOT / requirements], stdin=subprocess.DEVNULL).returncode:
        STAMP.unlink()  # pip gave up in good order; only a killed one leaves a half-made environment
        sys.exit("Die Pakete ließen sich nicht installieren; der Grund steht darüber.")
    # The developer's set contains the local one.
    names = ["requirements-local.txt", requirements] if requirements == "requirements-dev.txt" else [requirements]
    STAMP.write_text("\n".join(facts(*names)) + "\n")
    print(f"{time.monotonic() - begin:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1])
