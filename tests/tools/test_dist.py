"""The figures that `make dist` prints of the program it built."""

import struct
from pathlib import Path

from PIL import Image

from tools import dist


def test_the_highest_glibc_is_found_by_number_not_by_letter(tmp_path: Path) -> None:
    (tmp_path / "liba.so").write_bytes(b"\x7fELF..\0GLIBC_2.9\0GLIBC_2.28\0")
    (tmp_path / "libb.so").write_bytes(b"\x7fELF..\0GLIBC_2.4\0")
    (tmp_path / "notes.txt").write_bytes(b"\0GLIBC_2.99\0")
    assert dist.highest_glibc(tmp_path) == ("2.28", "liba.so")


def test_a_frame_is_read_from_the_buffer_of_the_virtual_screen(tmp_path: Path) -> None:
    header = [0] * 25
    header[0], header[4], header[5], header[12], header[19] = 104, 2, 1, 8, 1
    pixels = bytes([0, 0, 255, 0, 255, 0, 0, 0])  # red, blue – written as BGRX
    screen = tmp_path / "screen"
    screen.write_bytes(struct.pack(">25I", *header) + b"name" + bytes(12) + pixels)
    image = dist.frame(screen)
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [(255, 0, 0), (0, 0, 255)]


def test_pixels_that_differ_are_counted() -> None:
    one, other = Image.new("RGB", (4, 4)), Image.new("RGB", (4, 4))
    other.paste((200, 200, 200), (0, 0, 2, 2))
    assert dist.different_pixels(one, one) == 0
    assert dist.different_pixels(one, other) == 4
