"""Each chapter as a script, made from the page's own blocks; where its files are offered."""

from press.read.heads import needed, told
from press.read.page import Page
from press.read.program import codes


def headed(text: str, address: str, language: str) -> str:
    """A program, below where it is from and what must be installed for it."""
    return f"{told(address, language, needed(text))}\n\n{text}"


def script(page: Page, address: str, language: str) -> str:
    """The page's program as one file."""
    return headed("\n\n".join(codes(page)) + "\n", address, language)


def title_line(
    html: str, links: dict[str, str], needs: list[str], copy: str
) -> str:
    """Below the title: the notebook, what the page links nowhere else, what it needs.

    And the page itself to copy.
    """
    shown = {
        name: url
        for name, url in links.items()
        if name.endswith(".ipynb") or f'href="{url}"' not in html
    }
    items = [
        f'<a href="{url}" download>{name}</a>' for name, url in shown.items()
    ]
    items.append(copy)
    if shown and needs:
        names = " ".join(f"<span>{name}</span>" for name in needs)
        items.append(f"<code>pip install {names}</code>")
    line = f'<p class="takeaways" data-search-exclude>{" ".join(items)}</p>'
    return html.replace("</h1>", f"</h1>\n{line}", 1)
