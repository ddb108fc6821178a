"""The colour profile that every paper carries: sRGB (IEC 61966-2-1) as an ICC 2.1 profile.

An archive asks what "0.75 red" means. The profile is worked out here from the numbers of the
standard, so no foreign file has to be shipped; packed it weighs less than half a kilobyte.
"""

import struct
from functools import cache

NAME = "sRGB IEC61966-2.1"
_D50 = (0.9642, 1.0, 0.8249)
"""The white of every profile (ICC.1, profile connection space)."""
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""The primaries of BT.709 under D65, brought to D50 (Bradford)."""
_MADE_ON = (2026, 11, 22, 0, 0, 0)
_STEPS = 64
"""Points of the curve: between two of them it is off by less than 1/10,000."""


def _linear(value: float) -> float:
    """How much light a value of sRGB stands for."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"".join(round(one * 65_536).to_bytes(4, signed=True) for one in values)


def _description(text: bytes) -> bytes:
    counted = text + b"\0"
    return b"desc\0\0\0\0" + len(counted).to_bytes(4) + counted + bytes(78)


@cache
def srgb_profile() -> bytes:
    """The profile, the same bytes every time."""
    points = (round(_linear(step / (_STEPS - 1)) * 65_535) for step in range(_STEPS))
    curve = b"curv" + struct.pack(f">4xL{_STEPS}H", _STEPS, *points)
    tags = {
        b"desc": _description(NAME.encode()),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": b"XYZ \0\0\0\0" + _xyz(_D50),
        **{name: b"XYZ \0\0\0\0" + _xyz(place) for name, place in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start = 128 + 4 + 12 * len(tags)
    table, body, known = len(tags).to_bytes(4), b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in known:
            known[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += name + struct.pack(">LL", known[content], len(content))
    head = struct.pack(
        ">L4xL4s4s4s6H4s4x20xL12s48x",
        start + len(body),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_MADE_ON,
        b"acsp",
        0,  # perceptual
        _xyz(_D50),
    )
    return head + table + body
