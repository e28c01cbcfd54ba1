"""`shiyi retention`: removes what need not be kept any longer."""

from datetime import timedelta

from commands.common import Json, Now, console, moment, opened, print_json
from crawler.raw import RawPages
from storage.retention import forget_before, raw_pages_to_keep

# Runs, alerts and sent mails: longer than any history that is looked at.
RECORDS = timedelta(days=120)
# A page is stored a moment before its version is.
_GRACE = timedelta(days=2)


def retention(as_json: Json = False, now: Now = None) -> None:
    """Remove raw pages that are older than `keep_raw_days`; the service does it every night."""
    at = moment(now)
    with opened() as (settings, database):
        with database.session() as session:
            forget_before(session, at - RECORDS)
            wanted = raw_pages_to_keep(session, at - timedelta(days=settings.keep_raw_days))
        removed = RawPages(settings.home).prune(wanted, (at - _GRACE).timestamp())
    if as_json:
        print_json({"counts": {"raw_pages_removed": removed}})
        return
    console.print(f"raw pages removed: {removed}")
