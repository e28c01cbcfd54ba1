"""One module per kind of site."""
