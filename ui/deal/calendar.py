"""The meetings of a plan as a file for a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from graph.decision.plan.days import proposed_days
from graph.decision.plan.results import Contact
from graph.decision.results import Analysis
from ui.deal.routes import who_name
from ui.text import named, t


def calendar_bytes(analysis: Analysis, contacts: Sequence[Contact]) -> bytes:
    """Return an entry of a whole day for each meeting, on the day proposed for it.

    Calendars are shared: an entry names who meets whom for which deal and how long, and nothing of
    stances or shares. An entry that is taken in again replaces the earlier one.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Linchpin//Contact plan//EN")
    made.add("version", "2.0")
    deal = analysis.opportunity
    days = proposed_days(analysis.as_of, len(contacts))
    for contact, day in zip(contacts, days, strict=True):
        entry = Event()
        seller, person = (who_name(analysis, id_) for id_ in (contact.seller, contact.person))
        entry.add("uid", f"{deal.id}-{contact.seller}-{contact.person}@linchpin")
        entry.add("dtstamp", datetime.combine(analysis.as_of, time(), UTC))
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add("summary", t("{seller} meets {person}", seller=seller, person=person))
        hours = t("{n} h", n=f"{contact.hours:g}")
        entry.add("description", f"{named(deal)} · {hours} · {t('day proposed by the plan')}")
        made.add_component(entry)
    content: bytes = made.to_ical()
    return content
