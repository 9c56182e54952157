"""What a page may load and run."""

import pytest

from press.finish import policy

PAGE = """<!doctype html><html><head class="x"><meta charset="utf-8">
<script>one()</script><script src="site.js"></script>
<script id="c" type="application/json">{"a": 1}</script>
<script type="application/ld+json">{"b": 2}</script></head>
<body><script>two()</script><script>one()</script></body></html>"""


def test_a_page_allows_its_own_scripts_and_no_other():
    found = policy.told(PAGE)
    assert found.count("sha256-") == 2
    assert "'unsafe-eval'" not in found
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in found
    assert "connect-src 'self';" in found


def test_a_script_that_changes_has_another_hash():
    other = PAGE.replace("two()", "three()")
    assert set(policy.hashes(PAGE)) - set(policy.hashes(other))


def test_the_policy_stands_before_what_the_page_loads():
    found = policy.guarded(PAGE)
    assert found.index("Content-Security-Policy") < found.index("charset")
    assert policy.unguarded(found) == PAGE


def test_at_rest_it_is_there_and_not_in_force():
    found = policy.resting(policy.guarded(PAGE))
    assert f'<meta name="policy" content="{policy.told(PAGE)}">' in found
    assert "http-equiv" not in found


def test_a_page_without_a_head_is_refused():
    with pytest.raises(ValueError, match="without <head>"):
        policy.guarded("<p>x</p>")
