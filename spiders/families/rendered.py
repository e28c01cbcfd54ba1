"""Sites whose pages are empty until a script has filled them: rendered, then read as any other.

Only the first page of a list is seen, since the next is behind a button and has no address of its own.
"""

from spiders.families.plain import PlainSpider


class RenderedSpider(PlainSpider):
    """Crawls a site with hash routes; a page's address keeps its fragment."""

    renders = True
