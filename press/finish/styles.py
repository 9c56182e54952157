"""The theme's style sheets without what no page of the site has."""

import re
from pathlib import Path

import tinycss2

CLASS = re.compile(r'class="([^"]*)"')
WAY = re.compile(r"\bdir=\"?(\w+)")  # of writing; in a selector and on a page
CUSTOM = re.compile(r"--[\w-]+")
READ = re.compile(r"var\(\s*(--[\w-]+)")
NAMED = re.compile(r"\.((?:\\.|[\w-])+)")
INSIDE = re.compile(r":(?:not|is|where|has)\([^()]*\)")
GROUPS = ("media", "supports")


def selectors(prelude: list) -> list[str]:
    """The selectors of a rule, one by one."""
    parts: list[list] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def wanted(selector: str, pages: set[str], scripts: str) -> bool:
    """Whether a page has, or a script may give, every class of a selector.

    Which way it is written, only the page says.
    """
    outside = INSIDE.sub("", selector)
    plain = (name.replace("\\", "") for name in NAMED.findall(outside))
    seen = all(name in pages or name in scripts for name in plain)
    return seen and {f"dir={way}" for way in WAY.findall(outside)} <= pages


def lightened(content: list, read: set[str] | None) -> str:
    """A rule's declarations, without custom properties that nothing reads."""
    text = tinycss2.serialize(content)
    if read is None or "--" not in text:
        return text
    lines = []
    for line in tinycss2.parse_blocks_contents(content, True, True):
        if line.type != "declaration":
            raise ValueError(f"style sheet: no declaration, but {line.type}")
        if not line.name.startswith("--") or line.name in read:
            lines.append(line.serialize())
    return ";".join(lines)


def kept(
    rules: list, pages: set[str], scripts: str, read: set[str] | None = None
) -> str:
    """The rules of which something may be seen. ValueError if one is no rule."""
    found = []
    for rule in rules:
        if rule.type == "qualified-rule":
            own = [
                each
                for each in selectors(rule.prelude)
                if wanted(each, pages, scripts)
            ]
            body = lightened(rule.content, read)
            found += [f"{','.join(own)}{{{body}}}"] if own and body else []
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS:
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            body = kept(inner, pages, scripts, read)
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            found += [f"{head}{{{body}}}"] if body else []
        elif rule.type == "at-rule":
            found.append(rule.serialize())
        else:
            raise ValueError(f"style sheet: {rule.message}")
    return "".join(found)


def pruned(
    css: str, pages: set[str], scripts: str, read: set[str] | None = None
) -> str:
    """A style sheet for pages that have these classes, and these scripts.

    Of custom properties it keeps those that are read, or all.
    """
    rules = tinycss2.parse_stylesheet(css, True, True)
    return kept(rules, pages, scripts, read)


def texts(site: Path, pattern: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(site.rglob(pattern))]


def finish(site: Path) -> None:
    """Prune the theme's style sheets of a built language."""
    html = "".join(texts(site, "*.html"))
    pages = {name for names in CLASS.findall(html) for name in names.split()}
    pages |= {f"dir={way}" for way in WAY.findall(html)}
    scripts = "".join(texts(site, "*.js"))
    sheets = sorted((site / "assets/stylesheets").glob("*.css"))
    for path in sheets:  # first the rules: of what is gone, nothing is read
        css = pruned(path.read_text("utf-8"), pages, scripts)
        path.write_text(css, "utf-8")
    read = {*CUSTOM.findall(html + scripts)}
    read |= {*READ.findall("".join(texts(site, "*.css")))}
    for path in sheets:
        css = pruned(path.read_text("utf-8"), pages, scripts, read)
        path.write_text(css, "utf-8")
