"""What the search index leaves out: the code that a page shows again."""

from press.finish.search import without_repeats

NAMES = ("alpha", "beta", "gamma")
CODE = "<pre><code>" + "\n".join(f"{n} = 1" for n in NAMES) + "</code></pre>"


def section(location, text):
    return {"location": location, "title": "T", "text": text}


WORDS = "<pre><code>alpha beta gamma</code></pre>"  # of CODE


def texts(*sections):
    without_repeats(sections)
    return [entry["text"] for entry in sections]


def test_a_block_is_indexed_where_the_site_shows_it_first():
    again = section("a/#file", f"<p>whole</p>{CODE}<p>file</p>")
    found = texts(section("a/#step", CODE), again)
    assert found == [WORDS, "<p>whole</p><p>file</p>"]


def test_of_another_block_the_new_words_stay():
    longer = CODE.replace("beta = 1", "beta = alpha\ndelta = 1\nalpha = 2")
    first = section("a/#one", CODE)
    found = texts(first, section("b/#one", CODE), section("a/#two", longer))
    assert found == [WORDS, "", "<pre><code>delta</code></pre>"]


def test_numbers_alone_are_left_out_and_messages_stay():
    numbers = section("a/#one", "<pre><code>[[0.1 2]\n [3 4]]</code></pre>")
    message = "<pre><code>ValueError: got 3</code></pre>"
    found = texts(
        numbers, section("a/#two", message), section("a/#three", CODE)
    )
    told = "<pre><code>ValueError got</code></pre>"
    assert found == ["", told, WORDS]


def test_what_a_page_borrows_is_found_where_it_is_at_home():
    own = f"<p>a</p>snippets/family/a.py{CODE}"
    lent = "snippets/family/b.py<pre><code>delta = 1</code></pre><p>b</p>"
    found = texts(section("family/a/#one", own + lent))
    assert found == [f"<p>a</p>{WORDS}<p>b</p>"]


def test_only_between_letters_a_mark_parts_words():
    marked = "<p>\u200b卷积\u200b，\u200b池化\u200b层</p>"
    assert texts(section("a/#one", marked)) == ["<p>卷积，池化\u200b层</p>"]
