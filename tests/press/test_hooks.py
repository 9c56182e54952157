"""What a page offers to take away."""

from types import SimpleNamespace

from press import DOCS, ROOT
from press.hooks import takeaways
from press.read.bundle import bundle


def test_a_fast_version_is_offered_beside_its_network():
    name = "foundations/optimizer.md"
    file = SimpleNamespace(
        abs_src_path=str(DOCS / "en" / name), src_uri=name, url="x/"
    )
    config = SimpleNamespace(site_url="https://example.org/en/")
    found = takeaways(file, config)
    fast = found["foundations/optimizer_fast.py"]["content"]
    assert fast == bundle(ROOT / "snippets/foundations/optimizer_fast.py")
    assert {"foundations/optimizer.py", "foundations/optimizer_torch.py"} <= {
        *found
    }
