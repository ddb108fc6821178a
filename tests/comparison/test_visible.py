"""What is masked is compared by what can be seen of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.comparison.visible import fits, mask_of, shown


@pytest.mark.parametrize(
    ("field", "cell", "mask"),
    [
        ("id_number", "5206**********0632", "5206**********0632"),
        ("id_number", "5206＊＊＊＊＊＊＊＊＊＊0632", "5206**********0632"),
        ("id_number", " 520xxxxxxxxxxx0632 ", "520***********0632"),
        ("mobile", "138****8000", "138****8000"),
        ("mobile", "138●●●●8000", "138****8000"),
        ("name", "张*", "张*"),
        ("name", "张＊丰", "张*丰"),
        ("id_number", "52062820010305003*", None),  # a star at the end is somebody's X
        ("id_number", "52062820010305003X", None),
        ("name", "买买提•艾力", None),
        ("mobile", "13800138000", None),
        ("mobile", 13800138000, None),
        ("address", "青溪县[城关]*号?", "青溪县*城关**号*"),
    ],
)
def test_masks_are_known_and_values_are_left_alone(
    field: str, cell: object, mask: str | None
) -> None:
    assert mask_of(field, cell) == mask


@pytest.mark.parametrize(
    ("mask", "value", "fitting"),
    [
        ("5206**********0632", "520628200103050632", True),
        ("5206**********0632", "520628200103050633", False),
        ("138****8000", "13812348000", True),
        ("138****8000", "1388000", True),
        ("138****8000", "138800", False),
        ("张*丰", "张三丰", True),
        ("张*", "李三", False),
        ("*a*a*", "xaax", True),
        ("*ab*ab*", "xabx", False),
        ("张三", "张三", True),
        ("张*", None, False),
    ],
)
def test_what_is_visible_stands_in_its_place(mask: str, value: str | None, fitting: bool) -> None:
    assert fits(mask, value) is fitting


@given(st.text("0123456789X", min_size=1, max_size=18), st.data())
def test_a_value_fits_whatever_mask_is_laid_on_it(value: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    mask = value[:start] + "*" * (end - start) + value[end:]
    assert fits(mask, value)
    assert shown(mask) == len(value) - (end - start)
    if start and end > start:
        other = "y" + value[1:]
        assert not fits(mask, other)
