import pytest

from tests.faults.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The product with its samples, running; built once for all tests that kill, restart and restore it."""
    house = House(tmp_path_factory.mktemp("haus"))
    try:
        house.start()
        yield house
    finally:
        house.stop()
