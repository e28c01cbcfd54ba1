"""A picture for print: bytes from anywhere -> a JPEG made anew, with nothing in it but pixels. Pure."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from base.errors import BadFile, TooLarge
from bulletins.edition import Picture

LIMIT = 12 * 1024 * 1024
"""Bytes of a picture that is looked at."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 1600  # 125 mm at 300 dots an inch, and a little more
_LEAST_SIDE = 16
_QUALITY = 85


def read_picture(data: bytes, name: str) -> Picture:
    """The picture, upright, at most 1600 dots long. Raises BadFile, TooLarge. `name` serves messages."""
    if len(data) > LIMIT:
        raise TooLarge(f"{name} 超过 {LIMIT // 2**20} MB，请压缩后再用。")
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=_FORMATS) as opened:
            # A size that the library only warns of is one that we refuse.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if opened.width * opened.height > _MOST_PIXELS:
                raise TooLarge(f"{name} 有 {opened.width}×{opened.height} 点，太大，请缩小后再用。")
            if min(opened.size) < _LEAST_SIDE:
                raise BadFile(f"{name} 只有 {opened.width}×{opened.height} 点，不能印刷，请另选一张。")
            opened.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            return _made(_on_white(upright))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadFile(f"{name} 不是能读的图片，请用 jpg 或 png 文件。") from error


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which print has none of."""
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    solid = image.convert("RGBA")
    ground = Image.new("RGB", solid.size, "white")
    ground.paste(solid, mask=solid.getchannel("A"))
    return ground


def _made(image: Image.Image) -> Picture:
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    written = BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(written.getvalue(), image.width, image.height)
