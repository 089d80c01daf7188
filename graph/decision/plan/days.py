"""Days on which the meetings of a plan could be held."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def proposed_days(after: date, count: int) -> list[date]:
    """Return the next working days, one for each meeting in the order of the plan.

    A proposal: Saturdays and Sundays are left out, public holidays and appointments are not known.

    Parameters
    ----------
    after : date
        The day that is looked at; the first meeting is on a later one.
    count : int
        How many meetings.

    Examples
    --------
    >>> [str(d) for d in proposed_days(date(2026, 4, 2), 3)]  # a Thursday
    ['2026-04-03', '2026-04-06', '2026-04-07']
    """
    found: list[date] = []
    day = after
    while len(found) < count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            found.append(day)
    return found
