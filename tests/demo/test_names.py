from random import Random

from tuanji_desktop.core.pinyin import name_keys
from tuanji_desktop.demo.names import Names, misheard, sounding_like


def test_the_keys_of_the_parts_are_the_keys_of_the_name() -> None:
    names = Names(Random(7))
    for _ in range(4_000):
        drawn = names.draw()
        keys = name_keys(drawn.text)
        assert (drawn.pinyin, drawn.initials) == (keys.pinyin, keys.initials), drawn.text


def test_names_bring_their_difficulties() -> None:
    names = Names(Random(7))
    drawn = [names.draw() for _ in range(11_184)]
    texts = [name.text for name in drawn]
    together = "".join(texts)
    assert all(character in together for character in "𬱖䶮㛃𠮷·")
    assert any(text.startswith("欧阳") for text in texts)
    assert any(text[0] in "单曾仇解查区覃任" for text in texts)
    assert 0.80 < len(set(texts)) / len(texts) < 0.99, "namesakes, but not too many"
    assert {name.sex for name in drawn} == {"男", "女"}


def test_a_misheard_name_differs_in_its_last_character() -> None:
    rng = Random(3)
    for name in ("杨伟", "龙𬱖", "买买提·艾力", "欧阳静"):
        other = misheard(name, rng)
        assert other != name
        assert other[:-1] == name[:-1]
        assert len(other) == len(name)


def test_a_name_that_sounds_alike_is_another_one_of_the_same_sound() -> None:
    for name in ("杨伟", "欧阳静", "龙志"):
        other = sounding_like(name)
        assert other != name
        assert name_keys(other).pinyin == name_keys(name).pinyin
    assert sounding_like("买买提·艾力") == ""
