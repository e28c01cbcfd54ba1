"""The operator's channels: addresses as apprise takes them. They hold secrets and are named by a digest."""

import hashlib
import logging

from base.settings import Settings
from desk.mail import Refused

PREFIX = "channel:"


def channel_name(url: str) -> str:
    """How a channel's address is called where it might be seen."""
    return PREFIX + hashlib.sha256(url.encode()).hexdigest()[:12]


def send_to_channel(settings: Settings, name: str, subject: str, text: str) -> None:
    """Send to one of the channels of the settings. Raises Refused."""
    import apprise  # noqa: PLC0415 (a tenth of a second that only who sends needs)

    url = next((url for url in settings.alert_urls if channel_name(url) == name), None)
    if url is None:
        raise Refused("this channel is not in the settings any more", final=True)
    logging.getLogger("apprise").setLevel(logging.ERROR)
    channel = apprise.Apprise()
    if not channel.add(url):
        raise Refused(
            "apprise does not know this kind of address; see alert_urls in the settings", final=True
        )
    if not channel.notify(title=subject, body=text, body_format=apprise.NotifyFormat.TEXT):
        raise Refused("the channel did not take it")
