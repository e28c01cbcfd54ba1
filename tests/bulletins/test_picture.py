"""Pictures from anywhere come out as pixels alone, within bounds."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from base.errors import BadFile, TooLarge
from bulletins.picture import LIMIT, read_picture


def _bytes(size: tuple[int, int], format_: str, mode: str = "RGB", **more: object) -> bytes:
    written = BytesIO()
    Image.new(mode, size, 0).save(written, format_, **more)
    return written.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_common_pictures_are_made_anew_as_jpeg(format_: str) -> None:
    picture = read_picture(_bytes((800, 600), format_), "a")
    assert (picture.width, picture.height) == (800, 600)
    assert Image.open(BytesIO(picture.data)).format == "JPEG"


def test_a_large_picture_is_made_small_enough_for_print() -> None:
    picture = read_picture(_bytes((4000, 3000), "JPEG"), "a")
    assert (picture.width, picture.height) == (1600, 1200)


def test_what_a_camera_wrote_into_it_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    picture = read_picture(_bytes((800, 600), "JPEG", exif=exif), "a")
    assert (picture.width, picture.height) == (600, 800)
    assert b"secret" not in picture.data


def test_what_is_transparent_is_white_in_print() -> None:
    picture = read_picture(_bytes((40, 40), "PNG", "RGBA"), "a")
    assert Image.open(BytesIO(picture.data)).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", BadFile),
        (b"<svg onload=alert(1)>", BadFile),
        (b"\xff\xd8\xff\xe0 no picture", BadFile),
        (b"%PDF-1.4", BadFile),
        (_bytes((8, 800), "PNG"), BadFile),
        (_bytes((9000, 9000), "PNG", "1"), TooLarge),
        (b"\0" * (LIMIT + 1), TooLarge),
        (_bytes((800, 600), "PNG")[:-400], BadFile),
    ],
)
def test_what_cannot_be_printed_is_refused(data: bytes, error: type[BadFile]) -> None:
    with pytest.raises(error, match="a"):
        read_picture(data, "a")


_JPEG = _bytes((64, 64), "JPEG")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(_JPEG) - 1), st.binary(min_size=1, max_size=20))
def test_broken_bytes_are_refused_or_read_never_more(at: int, noise: bytes) -> None:
    with suppress(BadFile):
        read_picture(_JPEG[:at] + noise + _JPEG[at + len(noise) :], "a")
