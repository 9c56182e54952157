"""Gate 5: figures on a phone, whose panels stand below each other."""

import pytest

from press import CONFIGS
from press.compute.narrow import SHAPE
from press.finish.pictures import PHONE as MEDIA
from press.finish.pictures import picture_size
from tests.gates.site.sides import sided, stacked
from tests.kit.findings import none
from tests.kit.reader import PHONE
from tests.kit.soup import own_soup_of
from tests.kit.waiting import until

PAGE = "generative/gan/"
SOURCES = """() => [...document.querySelectorAll("picture img")].map(image => {
  image.loading = "eager";
  return image.decode().then(() => image.currentSrc.split("/").at(-1));
})"""
SEEN = f"Promise.all(({SOURCES})())"
CHOSEN = """() => [...document.querySelectorAll("picture img.only-light")]
  .filter(image => !image.closest("details"))
  .map(image => [image.getBoundingClientRect().width, image.naturalWidth])"""


@pytest.mark.parametrize("language", CONFIGS)
def test_no_caption_names_a_side_that_a_panel_may_not_have(parsed, language):
    pages = {
        page: soup
        for page, soup in parsed.pages.items()
        if page.is_relative_to(parsed.folder / language)
    }
    assert sum(len([*stacked(soup)]) for soup in pages.values()) > 20
    none(
        [
            f"{page.relative_to(parsed.folder)}: {found}"
            for page, soup in pages.items()
            for found in sided(soup, language)
        ],
        "name the panel by its title, or by what it shows",
    )


def test_a_phone_is_told_the_size_of_what_it_gets(parsed):
    """Else the words below a figure jump when it comes."""
    for page, soup in parsed.pages.items():
        for source in soup.select("picture > source"):
            path = (page.parent / source["srcset"]).resolve()
            size = [int(source["width"]), int(source["height"])]
            assert size == [*picture_size(path)], path
            assert SHAPE in path.name
            assert source["media"] == MEDIA


@pytest.mark.parametrize(
    ("width", "is_narrow"), [(PHONE["width"], True), (700, False)]
)
def test_only_a_phone_shows_the_narrow_one(browser, address, width, is_narrow):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{address}en/{PAGE}")
    names = page.evaluate(SEEN)
    assert len(names) > 2
    assert {SHAPE in name for name in names} == {is_narrow}
    if is_narrow:
        chosen = page.evaluate(CHOSEN)
        assert chosen
        assert all(shown == natural for shown, natural in chosen)
    page.emulate_media(media="print")
    until(
        page, f"{SEEN}.then(all => !all.some(name => name.includes('{SHAPE}')))"
    )
    page.close()


PLANTED = {
    "en": [
        ("Left the start, right the end.", "", "Left"),
        ("A start and an end.", "The right one is it.", "The right one"),
        ("From left to right: a, b.", "", "left to right:"),
        ("A.", "The same game: at once (left), in turn.", "(left)"),
    ],
    "zh": [
        ("左边是开头，右边是结尾。", "", "左边"),
        ("开头和结尾。", "从左到右是一、二。", "从左到右"),
        ("左：开头；右：结尾。", "", "左："),
    ],
}
SOUND = {
    "en": ("The car 1 m to the left of it.", "Time runs from left to right."),
    "zh": ("车偏左 1 m，向右移了 3 个像素。", "时间从左往右走。"),
}
BOXES = (
    "<figure>{}<figcaption>{}</figcaption></figure>",
    '<p>{}</p><p class="caption">{}</p>',
)
PICTURE = (
    '<span class="figure"><picture><source><img class="only-light" src="a.svg"'
    ' alt="{}"></picture></span>'
)


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(
    ("language", "alt", "caption", "said"),
    [(name, *each) for name, all_ in PLANTED.items() for each in all_],
)
def test_a_side_is_seen(language, alt, caption, said, box):
    soup = own_soup_of(box.format(PICTURE.format(alt), caption))
    assert said in " ".join(sided(soup, language))
    wide = own_soup_of(str(soup).replace("picture", "span"))
    assert [*sided(wide, language)] == []


@pytest.mark.parametrize("language", SOUND)
def test_a_side_within_a_panel_is_none(language):
    alt, caption = SOUND[language]
    soup = own_soup_of(BOXES[0].format(PICTURE.format(alt), caption))
    assert [*sided(soup, language)] == []
