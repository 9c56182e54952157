"""Every figure has a caption that everybody sees, not only a text in its place."""

from bs4 import Tag

from tests.kit.soup import soup_of


def caption(picture: Tag) -> str:
    """What stands below a picture: in its figure, or as the next paragraph."""
    figure = picture.find_parent("figure")
    if figure:
        below = figure.find("figcaption")
    else:
        paragraph = picture.find_parent("p")
        below = paragraph and paragraph.find_next_sibling()
        if below is None or "caption" not in below.get("class", ()):
            return ""
    return " ".join(below.get_text(" ").split()) if below else ""


def uncaptioned(html: str) -> list[str]:
    """The figures of a page without a caption, or with their own text as one."""
    found = []
    for picture in soup_of(html).find_all("img"):
        name = picture.get("src", "").rsplit("/", 1)[-1]
        text = caption(picture)
        if not text:
            found.append(f"{name}: no caption")
        elif text == " ".join(picture.get("alt", "").split()):
            found.append(f"{name}: its caption says what its alt text says")
    return found
