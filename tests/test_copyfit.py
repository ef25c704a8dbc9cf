"""Copyfitting: the loosest setting that fits, levers giving way in turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefprint.copyfit import STEPS, Lever, fit, setting

LEVERS = (Lever("space", 0.5), Lever("leading", 0.9), Lever("size", 0.8))


def depth(factors: dict[str, float]) -> float:
    """Stand in for copy: 20 lines in four blocks."""
    return 20 * 14 * factors["leading"] * factors["size"] + 4 * 30 * factors["space"]


def test_copy_that_fits_is_left_at_its_comfortable_values() -> None:
    found = fit(depth, 400.0, LEVERS)
    assert found is not None
    assert found.factors == {"space": 1.0, "leading": 1.0, "size": 1.0}


def test_levers_give_way_one_after_the_other() -> None:
    assert setting(LEVERS, 1 / 6) == pytest.approx({"space": 0.75, "leading": 1.0, "size": 1.0})
    assert setting(LEVERS, 1 / 2) == pytest.approx({"space": 0.5, "leading": 0.95, "size": 1.0})
    assert setting(LEVERS, 1.0) == pytest.approx({"space": 0.5, "leading": 0.9, "size": 0.8})


def test_copy_too_deep_at_the_floor_is_overset() -> None:
    least = depth(setting(LEVERS, 1.0))
    assert fit(depth, least, LEVERS) is not None
    assert fit(depth, least - 0.01, LEVERS) is None


@given(st.floats(min_value=262.0, max_value=500.0))
def test_the_setting_is_the_loosest_that_fits(available: float) -> None:
    found = fit(depth, available, LEVERS)
    assert found is not None
    assert found.depth_pt <= available
    looser = [setting(LEVERS, step / STEPS) for step in range(STEPS + 1)]
    wanted = next(each for each in looser if depth(each) <= available)
    # A lever pulled for nothing but a rounding error is let go.
    assert all(wanted[name] <= factor <= wanted[name] + 1 / STEPS for name, factor in found.factors.items())
