"""When a rhythm falls: the same weekday in the same week of the month."""

import calendar
import datetime as dt


def in_rhythm(first, months, count):
    """`count` days, every so many months, on the weekday of the first day in its week of the month."""
    week = (first.day - 1) // 7
    for step in range(count):
        year, month = divmod(first.year * 12 + first.month - 1 + step * months, 12)
        yield nth_weekday(year, month + 1, first.weekday(), week)


def nth_weekday(year, month, weekday, week):
    """The day of that weekday in week 0 to 4 of a month; where the month has no fifth one, the last."""
    begin, length = calendar.monthrange(year, month)
    day = 1 + (weekday - begin) % 7 + 7 * week
    return dt.date(year, month, day if day <= length else day - 7)
