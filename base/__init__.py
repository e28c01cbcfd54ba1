"""What every stage needs and none of them owns: settings, errors, clock, text folding, documents."""
