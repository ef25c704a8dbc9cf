"""What ``scripts/bench`` measures; no part of the package."""
