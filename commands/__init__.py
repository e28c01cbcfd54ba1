"""The commands of `shiyi`, thin: they parse, call one of the stages and print; `shiyi.py` joins them."""
