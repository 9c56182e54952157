"""A reader with one page open, who has only the browser."""

from press.finish import policy
from tests.kit.waiting import load, until

PAGE = "en/foundations/neuron/"
START = 60  # seconds that Python may take on a busy machine
DONE = """block => {
  const box = document.querySelector(`#panel-${block}`)
  return box && !box.hasAttribute("data-busy") && box.querySelector(".run-status").textContent
}"""


class Tab:
    """What one does with a block: run it, stop it, change it, read what it says."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.asked: list[str] = []
        self.left: list[str] = []  # what went out to another host
        page.on("request", lambda request: self.asked.append(request.url))
        page.context.route("https://elsewhere.example/**", self.leave)

    def leave(self, route) -> None:
        self.left.append(route.request.url)
        route.abort()

    def open(self, path: str = PAGE) -> "Tab":
        load(self.page, self.address + path)
        return self

    def anew(self) -> "Tab":
        """The page as for somebody who has changed nothing; it keeps on leaving."""
        load(self.page, self.address + "en/")
        self.page.evaluate("localStorage.clear()")
        return self.open()

    def press(self, block: str) -> None:
        """Press Run, or Stop; what was said before is forgotten."""
        self.page.evaluate(
            """block => {
              const said = document.querySelector(`#panel-${block} .run-status`)
              if (said) said.textContent = ""
              document.querySelector(`#${block}`).closest(".highlight").querySelector("[data-run]").click()
            }""",
            block,
        )

    def run(self, block: str) -> str:
        """Run it to its end; what it says then."""
        self.press(block)
        return self.wait(block)

    def wait(self, block: str) -> str:
        until(self.page, DONE, block, START)
        return self.text(block, ".run-status")

    def text(self, block: str, part: str) -> str:
        return self.page.evaluate(
            "([block, part]) => document.querySelector(`#panel-${block} ${part}`).textContent",
            [block, part],
        )

    def output(self, block: str) -> str:
        return self.text(block, ".run-output")

    def edit(self, block: str, text: str | None = None) -> str:
        """Open the editor, write into it if there is something to write; its text."""
        self.page.evaluate(
            """block => {
              if (document.querySelector(`#edit-${block}`)) return
              const box = document.querySelector(`#${block}`).closest(".highlight")
              box.querySelector("[data-edit]").click()
            }""",
            block,
        )
        field = self.page.locator(f"#edit-{block} > .run-editor textarea")
        field.wait_for(state="attached", timeout=1000 * START)
        if text is not None:
            field.fill(text, force=True)
        return field.input_value()

    def keep(self) -> str:
        """Put Python's memory on the browser's shelf, as the page does by itself later."""
        return self.page.evaluate(
            """() => import(document.querySelector("[src$='site.js']").src.replace("site.js", "run/python.js"))
              .then(({ python }) => python.keep())"""
        )

    def pythons(self) -> int:
        """How many workers run Python, once those that were ended are gone."""
        for _ in range(50):
            self.page.wait_for_timeout(100)
            found = sum(w.url.startswith("blob:") for w in self.page.workers)
            if found <= 1:
                break
        return found

    def note(self, block: str) -> str:
        return self.page.locator(f"#edit-{block} > .run-note").text_content()


def without(*directives: str):
    """A handler that serves pages whose policy lacks something."""

    def handle(route) -> None:
        answer = route.fetch()
        html = answer.text()
        assert policy.META.search(html)
        for each in directives:
            assert each in html
            html = html.replace(each, "")
        route.fulfill(response=answer, body=html)

    return handle
