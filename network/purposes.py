"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

from .purposes_desk import DESK
from .purposes_members import MEMBERS
from .purposes_profiles import PROFILES

PURPOSES = {
    **PROFILES,
    **MEMBERS,
    "network.network": [
        ("id name room purpose", "", "programme", "Ein Netzwerk von Kommunen und seinen Zweck benennen.")
    ],
    **DESK,
}
