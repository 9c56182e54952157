"""Every page says what it may load, and names no script that is not its own."""

from press.finish import policy
from tests.kit.findings import none


def loose(name: str, html: str) -> list[str]:
    """What is wrong with the policy of a page."""
    found = policy.META.findall(html)
    if len(found) != 1:
        return [f"{name}: {len(found)} policies"]
    if policy.guarded(policy.unguarded(html)) != html:
        return [f"{name}: another policy than its scripts ask for"]
    return []


def test_every_page_has_the_policy_that_its_scripts_ask_for(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    none(
        fault
        for path in pages
        for fault in loose(
            path.relative_to(site).as_posix(), path.read_text("utf-8")
        )
    )


def test_a_policy_that_was_loosened_is_seen():
    """Planted: another host, a script that was changed, no policy at all."""
    page = "<html><head></head><body><script>one()</script></body></html>"
    sound = policy.guarded(page)
    assert loose("a", sound) == []
    assert loose("a", page) == ["a: 0 policies"]
    wide = sound.replace("connect-src 'self'", "connect-src *")
    assert loose("a", wide) == ["a: another policy than its scripts ask for"]
    assert loose("a", sound.replace("one()", "two()")) != []
