"""Guesses: the right option is what is printed, each wrong one what a belief prints."""

from press.check.alone import Program, make_box, members, ran, shown
from press.check.process import Outcome
from press.read.guess import Change, Guess, guesses, holds
from press.read.page import Page
from press.read.program import codes

FEWEST = 2  # of a chapter
MOST, LEAST = 4, 3  # options
Beliefs = dict[str, list[Change]]  # by the name of the question


def unlike(pages: dict[str, Page]) -> list[str]:
    """In what the questions of both languages differ, but for their words."""
    found = {
        language: [
            (each.name, each.block, [o.printed for o in each.options])
            for each in guesses(page.html)
        ]
        for language, page in pages.items()
    }
    zh, en = found["zh"], found["en"]
    return [] if zh == en else [f"zh: {zh}", f"en: {en}"]


def shapeless(guess: Guess, output: str | None) -> list[str]:
    """What a question lacks: options, one right one, a sentence for each."""
    name, found = guess.name, []
    if not LEAST <= len(guess.options) <= MOST:
        found.append(f"{name}: {len(guess.options)} options, not 3 or 4")
    if output is None:
        return [*found, f"{name}: block {guess.block} has no output"]
    right = [o.printed for o in guess.options if holds(output, o.printed)]
    if len(right) != 1:
        found.append(f"{name}: the output has {right}, not one of the options")
    return found + [
        f"{name}: {each.printed} has no sentence"
        for each in guess.options
        if len(each.why) < 8
    ]


def changed(texts: list[str], program: Program, change: Change) -> list[str]:
    """The blocks of a page under a belief. ValueError if it meets no text, or two."""
    new = [*texts]
    for old, other in change.pairs:
        places = [n for n in program if old in new[n]]
        count = sum(new[n].count(old) for n in places)
        if count != 1:
            raise ValueError(
                f"{change.belief}: {old!r} stands {count} times in the program"
            )
        new[places[0]] = new[places[0]].replace(old, other)
    return new


def believed(
    page: Page, asked: list[Guess], beliefs: Beliefs, run: list[Program]
) -> dict[tuple[str, str], Outcome]:
    """What the program of each question prints under each belief."""
    programs = {each[-1]: each for each in run}
    texts, made = codes(page), {}
    for guess in asked:
        program = programs[guess.block - 1]
        for change in beliefs.get(guess.name, ()):
            new = changed(codes(page), program, change)
            start = len(texts)
            texts += [new[n] for n in program]
            numbers = range(start, len(texts))
            made[guess.name, change.belief] = tuple(numbers)
    if not made:
        return {}
    found = ran(make_box(texts, [*made.values()]))
    return {name: found[program] for name, program in made.items()}


def unbacked(
    page: Page, asked: list[Guess], beliefs: Beliefs, run: list[Program]
) -> list[str]:
    """Wrong options that no belief prints, beliefs that print none or fail."""
    outputs, found = shown(page), []
    known = {each.name for each in asked}
    found += [f"{n}: beliefs of no question" for n in beliefs if n not in known]
    printed = believed(page, asked, beliefs, run)
    for guess in asked:
        output = outputs[guess.block - 1][0] or ""
        open_ = [
            o.printed for o in guess.options if not holds(output, o.printed)
        ]
        for change in beliefs.get(guess.name, ()):
            outcome = printed[guess.name, change.belief]
            own = [each for each in open_ if holds(outcome.output, each)]
            if outcome.error or len(own) != 1:
                trouble = outcome.error or f"prints {outcome.output!r}"
                found.append(f"{guess.name}, {change.belief}: {trouble}")
            open_ = [each for each in open_ if each not in own]
        found += [f"{guess.name}: nothing prints {each}" for each in open_]
    return found


def judged(
    page: Page, beliefs: Beliefs, run: list[Program] | None = None
) -> list[str]:
    """All that is wrong with the questions of a page; run: its programs, if known."""
    asked, outputs = guesses(page.html), shown(page)
    found = []
    for guess in asked:
        found += shapeless(guess, outputs[guess.block - 1][0])
    run = members(page) if run is None else run
    return found or unbacked(page, asked, beliefs, run)
