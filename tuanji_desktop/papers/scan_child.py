"""The child process that opens a scan from outside; whatever the file does happens here.

It reads the file from its standard input and writes frames (`core.child`) to its standard output:

    ("pages", count)
    ("page", number, code or "", several, foreign, turn, mirrored, small picture as JPEG)
    ("picture", JPEG)                      instead of all this, where one page is asked for
    ("refused", code, Chinese sentence)
    ("end",)
"""

import io
import sys
from collections.abc import Iterator
from typing import Any, Final

from tuanji_desktop.core.child import cap_own_memory, write_frame
from tuanji_desktop.papers.scan_code import Sight, look

SWITCH: Final = "--read-scan"
"""First argument by which a frozen program knows that it is started as this child."""

POINTS_PER_INCH = 72
DPI = 200
SHARP_DPI = 300  # where 200 did not show the code
SMALL_SIDE, LARGE_SIDE = 300, 1_800  # pixels of the longer side of what is shown
QUALITY = 80
_PDF_HEAD = 1_024

DAMAGED = "文件已损坏或内容不完整，请重新扫描。"
TOO_LARGE = "图像太大，已停止读取。请用 200～300 dpi、A4 幅面重新扫描。"
_PASSWORD = "文件设有打开密码。请取消密码另存，或重新扫描。"
_UNKNOWN = "这不是扫描件。请选择扫描仪存的 PDF、JPEG、PNG 或 TIFF 文件。"
_NO_PAGES = "文件里一页也没有，请重新扫描。"


class _Refused(Exception):
    """A refusal on its way to the parent: code and sentence."""


def run_if_asked(arguments: list[str]) -> None:
    """For the first line of a frozen program: acts as the child and leaves, when started as one."""
    if arguments[1:2] == [SWITCH]:
        main(arguments[2:])
        sys.exit(0)


def main(arguments: list[str]) -> None:
    """Reads standard input within memory, pixels of a page and pages; the fourth number is a page
    to be drawn (0: read the codes of all), the fifth how many pages are enough (0: all), the last
    two turn and mirroring of the drawn one."""
    memory, pixels, pages, page, enough, turn, mirrored = (int(one) for one in arguments[:7])
    cap_own_memory(memory)
    # A windowed program has no sys.stdin and sys.stdout; the descriptors are there all the same.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:
        if page:
            frames = _picture(source.read(), pixels, pages, page, turn, bool(mirrored))
        else:
            frames = _codes(source.read(), pixels, pages, enough)
        for frame in _guarded(frames):
            write_frame(sink, frame)
            sink.flush()


def _guarded(frames: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    try:
        yield from frames
        yield ("end",)
    except _Refused as refusal:
        yield "refused", *refusal.args
    except MemoryError:
        yield "refused", "file.too_large", TOO_LARGE
    except Exception:  # whatever a spoilt file makes a library raise
        yield "refused", "file.unreadable", DAMAGED


def _codes(data: bytes, pixels: int, most_pages: int, enough: int) -> Iterator[tuple[Any, ...]]:
    pages = _opened(data, pixels)
    count = len(pages)
    _require_count(count, most_pages)
    yield "pages", count
    for number in range(1, min(count, enough or count) + 1):
        image = pages.image(number, DPI)
        sight = look(image)
        if sight == Sight() and pages.drawn:
            sight = look(pages.image(number, SHARP_DPI))
        yield (
            "page",
            number,
            str(sight.code or ""),
            [str(one) for one in sight.several],
            list(sight.foreign),
            sight.turn,
            sight.mirrored,
            _jpeg(image, SMALL_SIDE, sight.turn, sight.mirrored),
        )


def _picture(
    data: bytes, pixels: int, most_pages: int, page: int, turn: int, mirrored: bool
) -> Iterator[tuple[Any, ...]]:
    pages = _opened(data, pixels)
    _require_count(len(pages), most_pages)
    yield "picture", _jpeg(pages.image(page, DPI), LARGE_SIDE, turn, mirrored)


def _require_count(count: int, most: int) -> None:
    if not count:
        raise _Refused("file.unreadable", _NO_PAGES)
    if count > most:
        raise _Refused(
            "file.too_large", f"文件有 {count:,} 页，一次最多读 {most} 页。请分成几个文件再读。"
        )


def _jpeg(image: Any, side: int, turn: int, mirrored: bool) -> bytes:
    """The page standing upright, made small."""
    from PIL.Image import Transpose

    small = image.copy() if max(image.size) <= side else image
    small = small.convert("RGB" if small.mode == "RGB" else "L")
    small.thumbnail((side, side))
    if mirrored:
        small = small.transpose(Transpose.FLIP_LEFT_RIGHT)
    if turn:
        small = small.rotate(-turn, expand=True)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


class _Pdf:
    """The pages of a PDF, drawn when asked for."""

    drawn = True

    def __init__(self, data: bytes, pixels: int) -> None:
        import pypdfium2

        self._pixels = pixels
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise _Refused("file.password", _PASSWORD) from error
            raise _Refused("file.unreadable", DAMAGED) from error

    def __len__(self) -> int:
        return len(self._document)

    def image(self, number: int, dpi: int) -> Any:
        """A page as it would be printed at `dpi`, or as finely as the limit of pixels allows."""
        page = self._document[number - 1]
        width, height = page.get_size()
        if not (width > 1 and height > 1):
            raise _Refused("file.unreadable", DAMAGED)
        scale = min(dpi / POINTS_PER_INCH, (self._pixels / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale)
        image = bitmap.to_pil().convert("RGB")
        page.close()
        return image


class _Picture:
    """A JPEG, PNG or TIFF; a TIFF may have several pages."""

    drawn = False

    def __init__(self, data: bytes, pixels: int) -> None:
        from PIL import Image, UnidentifiedImageError

        Image.MAX_IMAGE_PIXELS = None  # ours says it in Chinese, before anything is unpacked
        self._pixels = pixels
        try:
            self._image: Any = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
        except UnidentifiedImageError as error:
            raise _Refused("file.unreadable", DAMAGED) from error

    def __len__(self) -> int:
        return int(getattr(self._image, "n_frames", 1)) if self._image.format == "TIFF" else 1

    def image(self, number: int, _dpi: int) -> Any:
        """A page as it was scanned, grey or in colours."""
        image = self._image
        if number > 1 or image.format == "TIFF":
            image.seek(number - 1)
        if image.width * image.height > self._pixels:
            raise _Refused(
                "file.too_large",
                f"第 {number} 页有 {image.width:,}×{image.height:,} 个像素。{TOO_LARGE}",
            )
        image.load()
        return _plain(image)


def _opened(data: bytes, pixels: int) -> _Pdf | _Picture:
    if b"%PDF-" in data[:_PDF_HEAD]:
        return _Pdf(data, pixels)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return _Picture(data, pixels)
    raise _Refused("file.unreadable", _UNKNOWN)


def _plain(image: Any) -> Any:
    """Any mode as greys or RGB on white."""
    from PIL import Image

    if image.mode in ("L", "RGB"):
        return image
    if image.mode.startswith("I;16") or image.mode == "I":  # 16 bits a grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("1", "F"):
        return image.convert("L")
    if "A" in image.mode or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")
