"""When to look at an article again, what changed, when it counts as withdrawn; the outlets' health."""
