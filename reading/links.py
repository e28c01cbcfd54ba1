"""Pictures and files of an article, and the page on which it goes on."""

import re

from lxml import etree

from reading.body import Block
from reading.flow import Flow
from reading.tree import text_of
from reading.urls import absolute

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-echo",
    "original",
    "_src",
    "src",
)
_NO_PICTURE = re.compile(
    r"(?:qr_?code|erweima|ewm|weixin|wechat|logo|icon|ico[_\-./]|share|blank|space[r.]|loading|lazy|avatar|button|btn|arrow|banner|"
    r"/ad[s_/]|print|close|dot\.|line\.|kong|beian|jubao|next_?page|fileicon|filetype|/icons?/|emoji|placeholder|pixel|1x1)",
    re.I,
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|wps|et|ofd)(?:$|[?#&])", re.I)
_DOWNLOAD = re.compile(
    r"(?:download|attach|getfile|filedown)[^?]{0,80}\?[^#]{0,400}(?:file|id|name|path)\w{0,10}=", re.I
)
_NEXT = re.compile(r"[\[【(（]?\s?下\s?一?\s?页\s?[>»›]*\s?[\]】)）]?")
_SMALLEST = 40
_MOST = 200
_FILES_UNDER = 6  # lines under the text in which its files and its next page may be linked


def find_images(flow: Flow, block: Block, url: str) -> tuple[str, ...]:
    """The addresses of the article's pictures, lazily loaded ones too; icons, codes and logos are none."""
    found: dict[str, None] = {}
    for at, element in flow.images:
        address = image_address(element, url) if block.holds(at, element) else None
        if address:
            found.setdefault(address)
    return tuple(found)[:_MOST]


def image_address(element: etree._Element, url: str) -> str | None:
    """The absolute address of one img element, or None if it is no picture of an article."""
    for name in ("width", "height"):
        size = (element.get(name) or "").strip().removesuffix("px")
        if size.isdigit() and int(size) < _SMALLEST:
            return None
    for name in _LAZY:
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:"):
            address = absolute(url, value)
            if address is None or _NO_PICTURE.search(address.partition("?")[0].rpartition("/")[2]):
                return None
            return address
    return None


def find_attachments(flow: Flow, block: Block, url: str) -> tuple[str, ...]:
    """The addresses of files linked in the article or directly under it."""
    found: dict[str, None] = {}
    for at, element in flow.links:
        if block.start <= at <= block.end + _FILES_UNDER:
            address = file_address(element, url)
            if address:
                found.setdefault(address)
    return tuple(found)[:_MOST]


def file_address(element: etree._Element, url: str) -> str | None:
    """The absolute address of a link if it leads to a file."""
    address = absolute(url, element.get("href") or "")
    if address is None:
        return None
    named = _FILE.search(text_of(element)[-40:])
    return address if _FILE.search(address) or (_DOWNLOAD.search(address) or named) else None


def find_next(flow: Flow, block: Block, url: str) -> str | None:
    """Where 下一页 leads, when the article runs over several pages."""
    for at, element in flow.links:
        if block.start <= at <= block.end + _FILES_UNDER and _NEXT.fullmatch(_label(element)):
            address = absolute(url, element.get("href") or "")
            if address and address.partition("#")[0] != url.partition("#")[0]:
                return address
    return None


def _label(element: etree._Element) -> str:
    text = "".join(text_of(element).split())[:20]
    image = next(iter(element.iter("img")), element)
    return text or (element.get("title") or image.get("alt") or image.get("title") or "")[:20]
