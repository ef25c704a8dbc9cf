"""A finished PDF made ready for a printing press: inks for lights, bleed and marks, PDF/X-4 (ISO 15930-7).

The steps are taken on the pages as any engine wrote them, so that what the screen shows and what the press prints
come of one setting.
"""

from briefprint.renderers._press.press import pressed

__all__ = ["pressed"]
