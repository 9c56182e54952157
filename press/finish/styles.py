"""The theme's style sheets without what no page of the site has."""

import re
from pathlib import Path

import tinycss2

CLASS = re.compile(r'class="([^"]*)"')
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
    """Whether a page has, or a script may give, every class of a selector."""
    names = NAMED.findall(INSIDE.sub("", selector))
    plain = (name.replace("\\", "") for name in names)
    return all(name in pages or name in scripts for name in plain)


def kept(rules: list, pages: set[str], scripts: str) -> str:
    """The rules of which something may be seen. ValueError if one is no rule."""
    found = []
    for rule in rules:
        if rule.type == "qualified-rule":
            own = [
                each
                for each in selectors(rule.prelude)
                if wanted(each, pages, scripts)
            ]
            body = tinycss2.serialize(rule.content)
            found += [f"{','.join(own)}{{{body}}}"] if own else []
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS:
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            body = kept(inner, pages, scripts)
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            found += [f"{head}{{{body}}}"] if body else []
        elif rule.type == "at-rule":
            found.append(rule.serialize())
        else:
            raise ValueError(f"style sheet: {rule.message}")
    return "".join(found)


def pruned(css: str, pages: set[str], scripts: str) -> str:
    """A style sheet for pages that have these classes, and these scripts."""
    rules = tinycss2.parse_stylesheet(css, True, True)
    return kept(rules, pages, scripts)


def finish(site: Path) -> None:
    """Prune the theme's style sheets of a built language."""
    pages = {
        name
        for path in site.rglob("*.html")
        for names in CLASS.findall(path.read_text("utf-8"))
        for name in names.split()
    }
    scripts = "".join(p.read_text("utf-8") for p in site.rglob("*.js"))
    for path in (site / "assets/stylesheets").glob("*.css"):
        css = pruned(path.read_text("utf-8"), pages, scripts)
        path.write_text(css, "utf-8")
