"""A month unattended, lived in minutes: what may go wrong does, and the tables must come out right."""
