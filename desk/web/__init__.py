"""The desk as web pages: a FastAPI application, templates, and a few static files."""
