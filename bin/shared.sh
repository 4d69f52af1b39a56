# Read by the commands in this directory: finds Python and makes or mends .venv.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
unset PYTHONDONTWRITEBYTECODE # what Python has translated once, it need not each time
export PYTHONPATH="$root" DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-config.settings}"

python="$root/.venv/bin/python"

# need <requirements file>: afterwards $python has everything that file names.
need() {
    local found
    found="$(command -v python3.11 || command -v python3)" || {
        echo "Python 3.11 fehlt: unter Debian „apt install python3 python3-venv“." >&2
        exit 1
    }
    "$found" "$root/bin/venv.py" "$1"
}
