"""Scans as offices send them, made from real papers: turned, skewed, stamped, faint, grainy.

Everything follows from a seed, so that a scan that was not read can be made again.
"""

import io
import math
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tuanji_desktop.papers.paper import QR_SIDE, QR_TOP

POINTS = 72
RIGHT_MARGIN = 26  # mm, of every sheet
PAPER = (250, 250, 247)


@dataclass(frozen=True)
class Distortion:
    """What happens to a sheet between printer and file."""

    dpi: int = 200
    angle: float = 0.0
    quarter: int = 0
    skew: float = 0.0
    faint: float = 0.0
    grain: float = 0.0
    blur: float = 0.4
    seal: int | None = None  # which corner of the code, 0 to 3
    mirrored: bool = False
    quality: int = 40


def random_distortion(seed: int) -> Distortion:
    """One of the scans of a bad day: turned by up to 7° either way and by quarters, JPEG 40."""
    chance = random.Random(seed)
    return Distortion(
        dpi=chance.choice((*(150,) * 8, 175, 200, 200, 300)),
        angle=chance.uniform(-7, 7),
        quarter=chance.choice((0, 90, 180, 270)),
        skew=chance.uniform(-0.015, 0.015),
        faint=chance.uniform(0, 0.45),
        grain=chance.choice((0, chance.uniform(5, 30))),
        blur=chance.choice((0, 0, 0.6)),
        seal=chance.choice((0, 1, 2, 3, None)),
        mirrored=chance.random() < 0.1,
    )


def scanned(pdf: bytes, page: int, how: Distortion, *, seed: int = 0) -> Any:
    """A page, from 0, as the scanner's picture (Pillow)."""
    image = sheet(pdf, page, how.dpi).copy()
    if how.faint:
        image = image.point([round(v + (255 - v) * how.faint) for v in range(256)] * 3)
    if how.seal is not None:
        image = _sealed(image, how.dpi, how.seal, seed)
    image = _laid(image, how.angle, how.skew)
    if how.quarter:
        image = image.rotate(how.quarter, expand=True)
    if how.mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if how.blur:
        image = image.filter(ImageFilter.BoxBlur(how.blur * how.dpi / 200))
    return _grainy(image, how.grain) if how.grain else image


def jpeg(image: Any, quality: int = 40) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()


def jpeg_of(pdf: bytes, page: int, seed: int, **changed: Any) -> bytes:
    """A distorted scan as a JPEG."""
    how = replace(random_distortion(seed), **changed)
    return jpeg(scanned(pdf, page, how, seed=seed), how.quality)


def pdf_of(pictures: list[Any]) -> bytes:
    """Pictures as a scanner's PDF."""
    target = io.BytesIO()
    first, *rest = (one.convert("RGB") for one in pictures)
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=150)
    return target.getvalue()


def tiff_of(pictures: list[Any]) -> bytes:
    """Pictures as one TIFF in black and white, as a fax has them."""
    target = io.BytesIO()
    first, *rest = (one.convert("1") for one in pictures)
    first.save(target, "TIFF", save_all=True, append_images=rest, compression="group4")
    return target.getvalue()


def png_of(image: Any) -> bytes:
    """The picture as a PNG."""
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@cache
def sheet(pdf: bytes, page: int, dpi: int) -> Any:
    """The page as it was printed."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / POINTS).to_pil().convert("RGB")


def _laid(image: Any, angle: float, skew: float) -> Any:
    """The sheet askew on the glass, in one pass."""
    width, height = int(image.width * 1.1), int(image.height * 1.07)
    turn = math.radians(angle)
    a, b = math.cos(turn), -math.sin(turn) + skew
    d, e = math.sin(turn) + skew / 2, math.cos(turn)
    x, y = image.width / 2, image.height / 2
    lie = (a, b, x - a * width / 2 - b * height / 2, d, e, y - d * width / 2 - e * height / 2)
    return image.transform(
        (width, height), Image.Transform.AFFINE, lie, Image.Resampling.BILINEAR, fillcolor=PAPER
    )


def _sealed(image: Any, dpi: int, corner: int, seed: int) -> Any:
    """A red seal of 42 mm whose rim lies over a corner of the code."""
    chance = random.Random(seed)
    mm, side, top = dpi / 25.4, QR_SIDE * dpi / POINTS, QR_TOP * dpi / POINTS
    right = image.width - RIGHT_MARGIN * mm
    x, y = (right - side, right)[corner % 2], (top, top + side)[corner // 2]
    inwards = (1 if corner % 2 == 0 else -1, 1 if corner < 2 else -1)
    off = (21 * mm - chance.uniform(3, 7) * mm) / math.sqrt(2)
    ox, oy, radius = x - inwards[0] * off, y - inwards[1] * off, 21 * mm
    left, top = int(ox - radius) - 2, int(oy - radius) - 2
    layer = Image.new("RGB", (int(2 * radius) + 4, int(2 * radius) + 4), "white")
    draw = ImageDraw.Draw(layer)
    red = (chance.randint(190, 225), chance.randint(30, 70), chance.randint(40, 80))
    ox, oy = ox - left, oy - top
    rim = (ox - radius, oy - radius, ox + radius, oy + radius)
    draw.ellipse(rim, outline=red, width=max(2, int(1.3 * mm)))
    draw.regular_polygon((ox, oy, 7 * mm), 5, fill=red)
    for step in range(12):
        angle = step * math.pi / 6
        cx, cy = ox + 16 * mm * math.cos(angle), oy + 16 * mm * math.sin(angle)
        draw.rectangle((cx - 2 * mm, cy - 2 * mm, cx + 2 * mm, cy + 2 * mm), outline=red, width=2)
    under = image.crop((left, top, left + layer.width, top + layer.height))
    image.paste(ImageChops.multiply(under, layer), (left, top))
    return image


@cache
def _tile(strength: int) -> Any:
    chance = random.Random(strength)
    grains = bytes(max(0, min(255, int(chance.gauss(128, strength)))) for _ in range(256 * 256))
    return Image.frombytes("L", (256, 256), grains)


def _grainy(image: Any, strength: float) -> Any:
    full = Image.new("L", image.size)
    for y in range(0, image.height, 256):
        for x in range(0, image.width, 256):
            full.paste(_tile(round(strength)), (x, y))
    return ImageChops.add(image, Image.merge("RGB", [full] * 3), 1, -128)
