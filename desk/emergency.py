"""What must reach the operator when the database cannot be used: straight out, without the outbox."""

from datetime import datetime

from base.settings import Settings
from desk.channels import channel_name, send_to_channel
from desk.mail import Refused, posting
from storage.models import Message, MessageKind


def cry(settings: Settings, subject: str, text: str, now: datetime) -> list[str]:
    """Tell the operator by every way there is; -> what went wrong, empty where all have heard."""
    errors = []
    for address in settings.operator_mail:
        message = Message(
            name=f"emergency {now.isoformat()} {address}",
            kind=MessageKind.ALERT,
            recipient=address,
            subject=subject,
            text=text,
            created_at=now,
        )
        try:
            with posting(settings) as post:
                post.send(message)
        except Refused as refused:
            errors.append(f"{address}: {refused}")
    for url in settings.alert_urls:
        try:
            send_to_channel(settings, channel_name(url), subject, text)
        except Refused as refused:
            errors.append(f"{channel_name(url)}: {refused}")
    return errors
