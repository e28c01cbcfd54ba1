"""Bytes of a page -> what the page says. Pure: no network, no database, no clock but the one passed in."""
