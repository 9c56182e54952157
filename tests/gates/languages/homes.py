"""Where the glossary says that its terms are at home."""

from press.finish.search import Term


def homeless(zh: list[Term], en: list[Term]) -> list[str]:
    """Terms that name no home or several, or another in the other language."""
    theirs = {term.id: term for term in en}
    found = []
    for term in zh:
        other = theirs.pop(term.id, Term(term.id, ("", ""), []))
        for language, homes in (("zh", term.homes), ("en", other.homes)):
            if len(homes) != 1:
                found.append(
                    f"#{term.id}: {language} names {homes or 'no home'}"
                )
        if sorted(term.names) != sorted(other.names):
            found.append(f"#{term.id}: {term.names}, {other.names}")
        if len(term.homes + other.homes) == 2 and term.homes != other.homes:
            found.append(f"#{term.id}: {term.homes} in zh, {other.homes} in en")
    return found + [f"#{name}: only in en" for name in theirs]
