"""What the drive needs besides a screen: somebody to look for, pictures that can be looked at."""

from pathlib import Path

from PIL import Image

from tools.drive import develop, make_county


def test_somebody_with_initials_of_their_own_is_found(tmp_path: Path) -> None:
    name, initials = make_county(tmp_path / "county.tuanji")
    assert len(name) == 3
    assert initials.isascii()
    assert len(initials) == 3


def test_the_frame_buffer_becomes_a_picture(tmp_path: Path) -> None:
    header = [0] * 25
    header[0], header[4], header[5], header[12], header[19] = 100, 2, 1, 8, 0
    data = b"".join(word.to_bytes(4, "big") for word in header)
    (tmp_path / "01-a.xwd").write_bytes(data + b"\x9e\x5a\x1d\0" + b"\0\0\xff\0")
    develop(tmp_path)
    with Image.open(tmp_path / "01-a.png") as picture:
        assert [picture.getpixel((x, 0)) for x in (0, 1)] == [(0x1D, 0x5A, 0x9E), (255, 0, 0)]
    assert not list(tmp_path.glob("*.xwd"))
