"""The highlighter of the site: it numbers the Python blocks of a page, and may note them all."""

from html import escape

from pygments.filter import Filter
from pygments.token import String
from pymdownx.highlight import Highlight, HighlightExtension

from press.read.includes import without_borders


class OneString(Filter):
    """The f and the braces of an f-string have the colour of a string, and no elements."""

    ALIKE = (String.Affix, String.Interpol)

    def filter(self, lexer, stream):
        for kind, text in stream:
            yield String.Double if kind in self.ALIKE else kind, text


def uncoloured(src: str, language: str, options: dict) -> str:
    """A block without the thousands of spans of its colours."""
    names = " ".join([f"language-{language}", "highlight", *options["classes"]])
    title = options.get("title")
    head = f'<span class="filename">{title}</span>' if title else ""
    within = (options.get("attrs") or {}).get("data-within")
    loose = f' data-within="{within}"' if within else ""
    return f'<div class="{names}"{loose}>{head}<pre>{escape(src)}\n</pre></div>'


class BlockHighlight(HighlightExtension):
    """pymdownx.highlight that writes the number of each Python block: data-block.

    The finished page gives the block its address and its program by that
    number (press/finish/boxes.py). sink, if any, gets what the highlighter was
    given: code, language, options, the lines that an include lent.
    """

    def __init__(
        self, sink: list | None = None, coloured: bool = True, **options
    ) -> None:
        super().__init__(**options)
        self.sink, self.coloured, self.count = sink, coloured, 0

    def extendMarkdown(self, md) -> None:
        """Every page begins with its first block."""
        super().extendMarkdown(md)
        self.count = 0

    def numbered(self, html: str, language: str) -> str:
        """The block with its number, if it is Python."""
        if language != "python":
            return html
        self.count += 1
        return html.replace("<div", f'<div data-block="{self.count}"', 1)

    def get_pymdownx_highlighter(self):
        extension = self

        class Numbering(Highlight):
            def get_lexer(self, *args, **kwargs):
                lexer, *rest = super().get_lexer(*args, **kwargs)
                lexer.add_filter(OneString())
                return lexer, *rest

            def highlight(self, src, language, *args, **options):
                if options.get("inline"):
                    return super().highlight(src, language, *args, **options)
                if extension.sink is not None:
                    src, lent = without_borders(src)
                    noted = src, language or "", options, lent
                    extension.sink.append(noted)
                if extension.coloured:
                    html = super().highlight(src, language, *args, **options)
                else:
                    html = uncoloured(src, language, options)
                return extension.numbered(html, language)

        return Numbering
