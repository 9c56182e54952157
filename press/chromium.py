"""Find a Chromium, or install one: python -m press.chromium."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
APT = "apt-get update -qq && apt-get install -y -qq chromium"


def installed() -> str | None:
    """The browser of CHROMIUM, of the path, of the system, or of Playwright."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not (path := shutil.which(named)):
            raise ValueError(f"CHROMIUM={named} is not a program")
        return path
    for name in (*NAMES, *APPS):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Playwright's own build; where that cannot be had, the distribution's."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    print("no Chromium found; installing Playwright's", flush=True)
    done = subprocess.run(command, check=False, timeout=600)
    if done.returncode and shutil.which("apt-get") and os.geteuid() == 0:
        print("installing Debian's chromium", flush=True)
        subprocess.run(APT, shell=True, check=True, timeout=900)


def chromium() -> str:
    """The path of a browser. Raises RuntimeError where none can be had."""
    path = installed()
    if path is None:
        install()
        path = installed()
    if path is None:
        raise RuntimeError(
            "no Chromium: install one, or name it in the variable CHROMIUM"
        )
    return path


if __name__ == "__main__":
    print(f"browser: {chromium()}")
