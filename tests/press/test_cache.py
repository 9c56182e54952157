"""What is kept is whole, and made anew when its sources change."""

import pytest

from press.cache import fingerprint, kept, write


def test_fingerprint_sees_text_names_and_words_but_no_line_ends(tmp_path):
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_bytes(b"x = 1\ny = 2\n")
    second.write_bytes(b"")
    before = fingerprint([first, second], "word")
    assert fingerprint([second, first, first], "word") == before
    first.write_bytes(b"x = 1\r\ny = 2\r\n")
    assert fingerprint([first, second], "word") == before
    assert fingerprint([first, second], "words") != before
    assert fingerprint([first, second], "wo", "rd") != before
    assert fingerprint([first], "word") != before
    first.rename(tmp_path / "c.py")
    assert fingerprint([tmp_path / "c.py", second], "word") != before


def test_a_file_is_made_once(tmp_path):
    made = []

    def make():
        made.append(1)
        return "text"

    for _ in range(2):
        path = kept(tmp_path / "deep" / "a.txt", make)
        assert path.read_text("utf-8") == "text"
    assert made == [1]


def test_what_fails_leaves_neither_half_a_file_nor_rubbish(tmp_path):
    write(tmp_path / "a.txt", b"old")
    with pytest.raises(TypeError):
        write(tmp_path / "a.txt", ["no text"])
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path / "b.txt", lambda: str(1 / 0))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"
