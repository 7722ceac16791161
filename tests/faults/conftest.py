from collections.abc import Iterator

import pytest

from tests.faults.system import System


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A whole system, empty but for one ZIP code."""
    with System(tmp_path_factory.mktemp("system")) as found:
        found.cast("build_the_place()")
        yield found
    assert found.left_behind() == []
