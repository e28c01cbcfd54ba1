"""Same event? Verdicts, stories, relevance, reasons: a pure core and one thin runner on the database."""
