"""The colour profile: another program reads it and sees the colours of sRGB in it."""

import io

from PIL import Image, ImageCms

from tuanji_desktop.papers.icc import NAME, srgb_profile


def test_it_is_read_as_srgb_of_an_old_and_simple_kind() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())).profile
    assert (profile.version, profile.is_matrix_shaper) == (2.1, True)
    assert (profile.device_class, profile.xcolor_space.strip()) == ("mntr", "RGB")
    assert profile.profile_description == NAME
    assert profile.copyright == "Public domain"


def test_every_colour_is_the_colour_that_other_programs_mean() -> None:
    steps = range(0, 256, 15)
    colours = bytes(one for r in steps for g in steps for b in steps for one in (r, g, b))
    picture = Image.frombytes("RGB", (len(steps) ** 3, 1), colours)
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    seen = ImageCms.profileToProfile(
        picture,
        ours,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    assert seen is not None
    worst = max(abs(one - other) for one, other in zip(seen.tobytes(), colours, strict=True))
    assert worst <= 1


def test_it_weighs_next_to_nothing() -> None:
    assert len(srgb_profile()) < 600
    assert int.from_bytes(srgb_profile()[:4]) == len(srgb_profile())
