"""Working days in China: holidays and make-up days as the State Council sets them each year."""

from datetime import date

import chinese_calendar


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`. A year whose holidays are not known yet: Monday to Friday."""
    if not knows_year(day.year):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def knows_year(year: int) -> bool:
    """Whether the holidays of a year are known; they are announced in the November before."""
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return False
    return True
