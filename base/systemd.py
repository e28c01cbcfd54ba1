"""Telling systemd how the service is (sd_notify(3)): ready, alive, stopping. Nothing where nobody listens."""

import os
import socket


def tell(state: str) -> None:
    """`READY=1`, `WATCHDOG=1` or `STOPPING=1`; NOTIFY_SOCKET is systemd's word to its services, no setting."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # the abstract namespace of Linux
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(1)
        try:
            sender.connect(address)
            sender.send(state.encode())
        except OSError:
            return  # systemd is restarting; the next sign will reach it
