"""What every test may use, and which tests a quick run leaves out."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from briefprint import stylebook

QUICK_STYLE = "bureau"
"""The house style that stands for all in a quick run."""
SLOW = Path(__file__).with_name("slow.txt")
"""Tests that a quick run has no time for; ``pytest --quick --update-slow`` adds those that take too long."""
_SLOW_SECONDS = 0.6  # all cases of a test in one style together

settings.register_profile("thorough", print_blob=True)
_seconds = Counter[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="one house style of each case, and nothing slow")
    parser.addoption("--update-slow", action="store_true", help=f"time what --quick runs, and write {SLOW.name}")
    parser.addoption("--update-golden", action="store_true", help="rewrite what tests expect; look at each change")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten rather than compared."""
    return bool(request.config.getoption("--update-golden"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, when time is short, what is slow, and of cases that differ in the house style all but one."""
    if not config.getoption("--quick"):
        return
    styles = set(stylebook.names(stylebook.search_path())) - {QUICK_STYLE}
    slow = _slow()
    kept, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        in_others = styles & set(re.findall(r"\w+", item.name.partition("[")[2]))
        wanted = not (item.get_closest_marker("slow") or in_others or _test(item.nodeid) in slow)
        (kept if wanted else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what each test takes, with what it makes ready."""
    _seconds[_test(report.nodeid)] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down which tests are slow, in the process that hears of all."""
    if session.config.getoption("--update-slow") and not hasattr(session.config, "workerinput"):
        found = {test for test, seconds in _seconds.items() if seconds > _SLOW_SECONDS}
        SLOW.write_text("".join(f"{test}\n" for test in sorted(_slow() | found)), encoding="utf-8")


def _slow() -> set[str]:
    return set(SLOW.read_text(encoding="utf-8").split())


def _test(nodeid: str) -> str:
    """Return the name that all cases of a test share, from this folder on."""
    return nodeid.partition("[")[0].removeprefix("tests/")
