import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield
