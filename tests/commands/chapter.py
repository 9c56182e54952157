"""Lay out a new chapter: make chapter FAMILY=… SLUG=… [EN="Title" ZH="标题"].

What is written runs from the first minute (it is a linear layer); every
place that has to be written says TODO, and gate 1 lists them all.
"""

import ast
import json
import keyword
import re
import subprocess
import sys
from pathlib import Path

from press import CONFIGS, ROOT
from tests.gates.snippets.layout import KNOWN, networks, snippets, tree_of
from tests.kit import asked

TEMPLATES = Path(__file__).with_name("templates")
RUFF = [sys.executable, "-m", "ruff"]
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 20
ENDS = (
    *("_torch", "_figures", "_results", "_data", "_env"),
    *("_fast", "_live", "_page"),
)
FILES = {
    "snippets/@FAMILY@/@SLUG@.py": "network.py",
    "snippets/@FAMILY@/@SLUG@_torch.py": "torch.py",
    "studies/@FAMILY@/@SLUG@/figures.py": "figures.py",
    "studies/@FAMILY@/@SLUG@/beliefs.toml": "beliefs.toml",
    "tests/networks/@FAMILY@/test_@SLUG@.py": "test.py",
    "tests/networks/@FAMILY@/bench_@SLUG@.py": "bench.py",
    "docs/zh/@FAMILY@/@SLUG@.md": "page.zh.md",
    "docs/en/@FAMILY@/@SLUG@.md": "page.en.md",
}
NEW_FAMILY = {
    "snippets/@FAMILY@/__init__.py": "init.py",
    "docs/zh/@FAMILY@/index.md": "index.zh.md",
    "docs/en/@FAMILY@/index.md": "index.en.md",
}


def template(name: str) -> str:
    return (TEMPLATES / f"{name}.txt").read_text("utf-8")


def filled(text: str, words: dict[str, str]) -> str:
    """The text with @FAMILY@, @SLUG@ … replaced."""
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def words(family: str, slug: str, en: str, zh: str) -> dict[str, str]:
    """What stands for the names of a template."""
    title = slug.replace("_", " ").capitalize()
    return {
        "FAMILY_TITLE": family.replace("_", " ").capitalize(),
        "FAMILY": family,
        "SLUG": slug,
        "NAME": "".join(part.capitalize() for part in slug.split("_")),
        "EN": en or title,
        "ZH": zh or "TODO: 标题",
    }


def wrong_name(what: str, name: str) -> str | None:
    """Why a family or a slug cannot have this name."""
    if not name:
        return 'write: make chapter FAMILY=… SLUG=… [EN="Title" ZH="标题"]'
    if not NAME.fullmatch(name):
        return f"{what} {name!r}: write it in snake_case: small letters a–z, digits, single _"
    if len(name) > LONGEST:
        return f"{what} {name!r}: {LONGEST} letters at most, it is part of every name"
    if name in KNOWN or keyword.iskeyword(name):
        return f"{what} {name!r} hides the module or word {name} of Python"
    if name.endswith(ENDS) or name.startswith(("test_", "bench_")):
        return (
            f"{what} {name!r}: this prefix or ending has a meaning of its own"
        )
    return None


def wrong_title(title: str) -> str | None:
    """Why a title cannot stand in a page."""
    if odd := re.findall(r"[^\w ,.:;?!'’()&+·：，？！（）、《》“”–—/-]", title):
        return f"the title {title!r} has {' '.join(odd)}: use letters, digits and plain punctuation"
    return None


def defined(names: dict[str, str]) -> set[str]:
    """The functions and classes of a new chapter."""
    nodes = [
        node
        for source in ("network.py", "torch.py", "figures.py")
        for node in ast.parse(filled(template(source), names)).body
    ]
    return {node.name for node in nodes if hasattr(node, "name")} - {"_task"}


def taken(root: Path, family: str, slug: str) -> str | None:
    """What has the name already."""
    for network in networks(root):
        if network.split("/")[1] == slug:
            return f"SLUG {slug!r} is taken: snippets/{network}.py"
    pages = [f"docs/{code}/{family}/{slug}.md" for code in CONFIGS]
    for file in [*pages, f"studies/{family}/{slug}/figures.py"]:
        if (root / file).exists():
            return f"SLUG {slug!r} is taken: {file}"
    if f"#{slug} " in template("page.en.md"):
        return f"SLUG {slug!r} is the id of a section that every chapter has"
    new = defined(words(family, slug, "", ""))
    for path in snippets(root):
        for node in tree_of(path).body:
            if getattr(node, "name", None) in new:
                where = path.relative_to(root).as_posix()
                return (
                    f"SLUG {slug!r} would define {node.name}, which {where} has"
                )
    return None


def refusal(
    root: Path, family: str, slug: str, titles: list[str]
) -> str | None:
    """One line that says why there can be no such chapter."""
    reserved = "FAMILY 'help' has no networks" if family == "help" else None
    return (
        wrong_name("FAMILY", family)
        or wrong_name("SLUG", slug)
        or reserved
        or next(filter(None, map(wrong_title, titles)), None)
        or taken(root, family, slug)
    )


def in_nav(text: str, family: str, slug: str, label: str) -> str:
    """A configuration whose nav has the page: last of its family, or a new family."""
    line = f"      - {family}/{slug}.md"
    lines = text.split("\n")
    own = [n for n, old in enumerate(lines) if f"- {family}/" in old]
    if own:
        lines.insert(own[-1] + 1, line)
    else:
        help_ = next(n for n, old in enumerate(lines) if "- help/" in old)
        while not lines[help_].startswith("  - "):  # its heading
            help_ -= 1
        new = [f"  - {json.dumps(label, ensure_ascii=False)}:"]
        lines[help_:help_] = [*new, f"      - {family}/index.md", line]
    return "\n".join(lines)


def tidy(files: list[Path], root: Path) -> None:
    """Imports in order, code as ruff wants it."""
    for command in (["check", "--fix-only", "--select=I"], ["format"]):
        done = subprocess.run(
            [*RUFF, *command, "--quiet", *files],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OSError(done.stderr)


def with_calls(text: str, family: str, slug: str, entry: str) -> str:
    """calls.py of a family with the sound calls of the new functions."""
    head, mark, rest = text.partition("CALLS = {\n")
    body, end, tail = rest.partition("\n}" if "\n}" in rest else "}")
    body = body.rstrip() + "\n" if body.strip() else ""
    first = head.index("\n\n") + 2  # below the docstring
    head = f"{head[:first]}from snippets.{family} import {slug}\n{head[first:]}"
    return head + mark + body + entry + end.lstrip("\n") + tail


def laid_out(root: Path, names: dict[str, str]) -> dict[Path, str]:
    """The text of every file that a new chapter writes."""
    family, slug = names["FAMILY"], names["SLUG"]
    files = FILES | (
        {} if (root / "snippets" / family).is_dir() else NEW_FAMILY
    )
    texts = {
        root / filled(file, names): filled(template(source), names)
        for file, source in files.items()
    }
    labels = {"zh": "TODO: 这一族的名字", "en": names["FAMILY_TITLE"]}
    for code, config in CONFIGS.items():
        path = root / config.name
        texts[path] = in_nav(
            path.read_text("utf-8"), family, slug, labels[code]
        )
    calls = root / f"tests/networks/{family}/calls.py"
    old = calls.read_text("utf-8") if calls.is_file() else template("calls.py")
    entry = filled(template("calls_entry"), names)
    texts[calls] = with_calls(old, family, slug, entry)
    return texts


def write(texts: dict[Path, str], root: Path) -> None:
    """Write all files, or none: what cannot be finished is undone."""
    before = {p: p.read_text("utf-8") if p.is_file() else None for p in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        tidy([path for path in texts if path.suffix == ".py"], root)
    except OSError:
        for path, text in before.items():
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text, "utf-8")
        raise


def main(root: Path, given: dict[str, str]) -> str | None:
    """Lay the chapter out. Returns why not, if it cannot be."""
    family, slug, en, zh = (
        given.get(name, "").strip() for name in ("FAMILY", "SLUG", "EN", "ZH")
    )
    if why := refusal(root, family, slug, [en, zh]):
        return f"make chapter: {why}"
    texts = laid_out(root, words(family, slug, en, zh))
    write(texts, root)
    for path in texts:
        print(path.relative_to(root).as_posix())
    print(
        f"a chapter that runs, of a linear layer: put {slug} in its place.\n"
        f"make quick lists what still has to be written; a link to {slug}.md "
        f"belongs in docs/*/{family}/index.md\n"
        "to undo it, remove the files above that are new, and take its lines "
        "out of the others"
    )
    return None


if __name__ == "__main__":
    sys.exit(main(ROOT, asked.given()))
