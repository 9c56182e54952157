"""Three engines behind one small set of doors: Chromium, Firefox, WebKit.

Chromium and WebKit speak WebDriver, through Selenium. Firefox is asked over
WebDriver BiDi, which it speaks by itself; Debian has no geckodriver.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urljoin

from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService
from websocket import create_connection

from press.chromium import FLAGS, chromium

APT = {  # a program, and the package of Debian that has it
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
}
CORNER = 1, 1  # from where a mouse comes, which may be there already
DESK, PHONE = (1280, 900), (390, 844)
FRAME = """const frame = document.createElement("iframe");
frame.style = "border: 0; width: %dpx; height: %dpx";
document.head.replaceChildren(); // the page around it has no style
document.body.style = "margin: 0";
document.body.replaceChildren(frame);
frame.src = arguments[0];"""
# A window of automation forgets the caches that no page holds; Python's are held.
HOLD = """const held = new Set();
setInterval(async () => {
  for (const name of await caches.keys())
    if (name.startsWith("python ")) held.add(await caches.open(name));
}, 100);"""
PATIENCE = 40  # seconds
LISTENS = re.compile(r"WebDriver BiDi listening on (\S+)")
MINIBROWSER = "*/webkit2gtk-4.1/MiniBrowser"  # below /usr/lib


def until(question, what: str, patience: float = PATIENCE):
    """The first answer that is true; asked again until then."""
    end = time.monotonic() + patience
    while not (answer := question()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {patience} s for {what}")
        time.sleep(0.05)
    return answer


MIDDLE = """const found = document.querySelector(arguments[0]);
found.scrollIntoView({block: "center", behavior: "instant"});
for (const _ of "12") await new Promise(requestAnimationFrame);
const { x, y, width, height } = found.getBoundingClientRect();
const at = [x + width / 2, y + height / 2];
const hit = document.elementFromPoint(...at);
if (!found.contains(hit)) throw Error(`${hit?.outerHTML} is before it`);
return at;"""
AWAITED = f"return (async function () {{ {MIDDLE} }}).apply(null, arguments);"


def pressed(key: str) -> list[dict]:
    return [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]


class Engine:
    """An open browser with one page."""

    def wait(self, script: str, *given):
        """What a script returns, as soon as that is true."""
        return until(lambda: self.run(script, *given), script)


class Classic(Engine):
    """What Selenium drives."""

    def __init__(self, driver) -> None:
        self.driver = driver
        driver.set_script_timeout(PATIENCE)

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)

    def open(self, url: str) -> None:
        self.driver.get(url)

    def run(self, script: str, *given):
        return self.driver.execute_script(script, *given)

    def click(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def drag(self, selector: str, x: int, y: int) -> None:
        """So many pixels from its middle."""
        at = [int(each) for each in self.run(AWAITED, selector)]
        actions = ActionBuilder(self.driver)
        mouse = actions.pointer_action
        mouse.move_to_location(*at).pointer_down()
        mouse.move_to_location(at[0] + x, at[1] + y).pointer_up()
        actions.perform()

    def rest(self, selector: str) -> None:
        """A mouse comes to its middle, and stays."""
        at = [int(each) for each in self.run(AWAITED, selector)]
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(*CORNER)
        actions.pointer_action.move_to_location(*at)
        actions.perform()

    def tap(self, selector: str) -> None:
        """A finger touches its middle, and leaves."""
        at = [int(each) for each in self.run(AWAITED, selector)]
        finger = PointerInput(POINTER_TOUCH, "finger")
        actions = ActionBuilder(self.driver, mouse=finger)
        actions.pointer_action.move_to_location(*at)
        actions.pointer_action.pointer_down().pointer_up()
        actions.perform()

    def type(self, *keys: str) -> None:
        actions = webdriver.ActionChains(self.driver)
        actions.send_keys(*keys).perform()

    def paste(self) -> None:
        actions = webdriver.ActionChains(self.driver)
        actions.key_down(Keys.CONTROL).send_keys("v").key_up(Keys.CONTROL)
        actions.perform()

    def pdf(self) -> bytes:
        return base64.b64decode(self.driver.print_page())


class Chromium(Classic):
    def command(self, name: str, **given) -> None:
        self.driver.execute_cdp_cmd(name, given)

    def resize(self, width: int, height: int) -> None:
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )


class WebKit(Classic):
    """Its window is 447 px wide at least; a phone is a frame in it."""

    size = DESK

    def resize(self, width: int, height: int) -> None:
        self.size = width, height

    def open(self, url: str) -> None:
        top = urljoin(url, "/none")  # light, and of the same host
        self.driver.switch_to.default_content()
        if self.driver.current_url != top:
            self.driver.set_window_size(1280, 1000)
            self.driver.get(top)
            self.driver.execute_script(HOLD)
        self.driver.execute_script(FRAME % self.size, url)
        self.driver.switch_to.frame(0)
        self.wait(
            "return location.href !== 'about:blank' && "
            "document.readyState === 'complete'"
        )


class Firefox(Engine):
    """What speaks WebDriver BiDi over a socket."""

    def __init__(self, address: str) -> None:
        self.number = 0
        self.socket = create_connection(
            f"{address}/session", timeout=90, suppress_origin=True
        )
        self.ask("session.new", capabilities={})
        # the first tab has not got the focus
        tab = self.ask("browsingContext.create", type="tab")
        self.context = tab["context"]

    def ask(self, method: str, **given):
        """One command, and its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": given}
        self.socket.send(json.dumps(message))
        answer = {}
        while answer.get("id") != self.number:  # between, it tells of events
            answer = json.loads(self.socket.recv())
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def ask_page(self, command: str, **given):
        return self.ask(
            f"browsingContext.{command}", context=self.context, **given
        )

    def resize(self, width: int, height: int) -> None:
        self.ask_page(
            "setViewport", viewport={"width": width, "height": height}
        )

    def open(self, url: str) -> None:
        self.run("window.before = true")
        self.ask_page("navigate", url=url, wait="complete")
        # the page before, or an empty document, says that it is complete, too
        self.wait(
            "return !window.before && document.body && "
            "document.readyState === 'complete'"
        )

    def run(self, script: str, *given):
        """As Selenium: the arguments are `arguments`, a promise is waited for."""
        answer = self.ask(
            "script.callFunction",
            functionDeclaration=f"""async (given) => JSON.stringify(await
              (async function () {{ {script} }})(...JSON.parse(given)))""",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self.context},
            awaitPromise=True,
            userActivation=False,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def act(self, kind: str, *actions: dict, **more) -> None:
        source = {"type": kind, "id": kind, "actions": list(actions)} | more
        self.ask("input.performActions", context=self.context, actions=[source])

    def rest(self, selector: str) -> None:
        """A mouse comes to its middle, and stays."""
        x, y = (int(each) for each in self.run(MIDDLE, selector))
        places = CORNER, (x, y)
        moves = ({"type": "pointerMove", "x": x, "y": y} for x, y in places)
        self.act("pointer", *moves)

    def tap(self, selector: str) -> None:
        """A finger touches its middle, and leaves."""
        x, y = (int(each) for each in self.run(MIDDLE, selector))
        self.act(
            "pointer",
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
            id="finger",
            parameters={"pointerType": "touch"},
        )

    def click(self, selector: str) -> None:
        self.drag(selector, 0, 0)

    def drag(self, selector: str, x: int, y: int) -> None:
        """So many pixels from its middle."""
        at = [int(each) for each in self.run(MIDDLE, selector)]
        self.act(
            "pointer",
            {"type": "pointerMove", "x": at[0], "y": at[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "x": at[0] + x, "y": at[1] + y},
            {"type": "pointerUp", "button": 0},
        )

    def type(self, *keys: str) -> None:
        self.act(
            "key", *(press for key in "".join(keys) for press in pressed(key))
        )

    def paste(self) -> None:
        self.act(
            "key",
            {"type": "keyDown", "value": Keys.CONTROL},
            *pressed("v"),
            {"type": "keyUp", "value": Keys.CONTROL},
        )

    def pdf(self) -> bytes:
        return base64.b64decode(self.ask_page("print")["data"])


@contextmanager
def running(command: list[str], **settings) -> Iterator[subprocess.Popen]:
    """A program that ends with what uses it."""
    found = subprocess.Popen(command, **settings)
    try:
        yield found
    finally:
        found.terminate()
        found.communicate(timeout=PATIENCE)


@contextmanager
def screen() -> Iterator[str]:
    """A display that nobody sees."""
    command = ["Xvfb", "-screen", "0", "1600x1200x24"]
    command += ["-nolisten", "tcp", "-displayfd", "1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with running(command, text=True, **pipes) as server:
        yield f":{server.stdout.readline().strip()}"


@contextmanager
def start_chromium(dark: bool) -> Iterator[Engine]:
    options = webdriver.ChromeOptions()
    options.binary_location = chromium()
    for flag in [*FLAGS, "--headless=new"]:
        options.add_argument(flag)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    with webdriver.Chrome(options=options, service=service) as driver:
        engine = Chromium(driver)
        scheme = "dark" if dark else "light"
        feature = {"name": "prefers-color-scheme", "value": scheme}
        engine.command("Emulation.setEmulatedMedia", features=[feature])
        yield engine


@contextmanager
def start_firefox(dark: bool) -> Iterator[Engine]:
    command = ["firefox-esr", "--headless", "--no-remote"]
    command += ["--remote-debugging-port", "0", "--profile"]
    scheme = "layout.css.prefers-color-scheme.content-override"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        text = f'user_pref("{scheme}", {0 if dark else 1});\n'
        (Path(profile) / "user.js").write_text(text, "utf-8")
        told = Path(profile) / "told"
        with told.open("w") as file, running([*command, profile], stderr=file):
            found = until(lambda: LISTENS.search(told.read_text()), "Firefox")
            engine = Firefox(found[1])
            with closing(engine.socket):
                yield engine


@contextmanager
def start_webkit(dark: bool) -> Iterator[Engine]:
    options = WebKitOptions()
    options.binary_location = str(next(Path("/usr/lib").glob(MINIBROWSER)))
    options.add_argument("--automation")
    with screen() as display:
        theme = "Adwaita:dark" if dark else "Adwaita"
        service = WebKitService(
            "WebKitWebDriver",
            env=os.environ | {"DISPLAY": display, "GTK_THEME": theme},
        )
        service.start()
        try:
            config = ClientConfig(service.service_url)
            line = RemoteConnection(client_config=config)
            with webdriver.Remote(line, options=options) as driver:
                yield WebKit(driver)
        finally:
            service.stop()


STARTS = {
    "chromium": start_chromium,
    "firefox": start_firefox,
    "webkit": start_webkit,
}


def missing() -> Iterator[str]:
    """The programs that an engine needs and this machine has not, a line each."""
    for name, package in APT.items():
        if not shutil.which(name):
            yield f"no {name} here: apt-get install {package}"


if __name__ == "__main__":
    if lines := [*missing()]:
        raise SystemExit("\n".join(lines))
