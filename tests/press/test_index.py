"""What the search index leaves out: the code that a page shows again."""

from press.finish.search import without_repeats

CODE = "<pre>" + "\n".join(f"line {n}" for n in range(10)) + "</pre>"


def section(location, text):
    return {"location": location, "title": "T", "text": text}


def texts(*sections):
    without_repeats(sections)
    return [entry["text"] for entry in sections]


def test_a_block_is_indexed_where_the_page_shows_it_first():
    again = section("a/#file", f"<p>whole</p>{CODE}<p>file</p>")
    found = texts(section("a/#step", CODE), again)
    assert found == [CODE, "<p>whole</p><p>file</p>"]


def test_another_page_and_new_lines_stay():
    longer = CODE.replace("line 3", "other\nlines\nof\nits\nown")
    first = section("a/#one", CODE)
    found = texts(first, section("b/#one", CODE), section("a/#two", longer))
    assert found == [CODE, CODE, longer]
