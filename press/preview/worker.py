"""A process for each language, which keeps all that mkdocs has loaded."""

import logging
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from press import BUILD
from press.build import QUIET
from press.preview import language as made
from press.preview import mistakes
from press.preview.language import Begun, Made, Outcome

PAUSE = 0.1  # seconds between two looks at whether something is still urgent


class Worker(NamedTuple):
    """The process of a language, and how to talk with it."""

    language: str
    process: multiprocessing.process.BaseProcess
    pipe: Connection


CONTEXT = multiprocessing.get_context("spawn")


def begin(language: str, urgent) -> Worker:
    """Start making the whole language.

    urgent: an event of CONTEXT; while it is set, only what is asked for is made.
    """
    os.environ.update(QUIET)
    pipe, other = CONTEXT.Pipe()
    process = CONTEXT.Process(target=work, args=(language, other, urgent))
    process.start()
    other.close()
    return Worker(language, process, pipe)


def log(language: str) -> Path:
    """Where a worker writes what libraries print."""
    return BUILD / f"preview.{language}.log"


def answer(worker: Worker) -> Outcome | Begun | Made:
    """What the worker says next; an Outcome when it has done what it does now."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        why = f"the builder of {worker.language} ended: see {log(worker.language)}"
        return Outcome((why,))


def end(worker: Worker) -> None:
    """Without a partner to talk with, a worker ends."""
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()


def in_order(urls: list[str], pipe: Connection, urgent) -> Iterator[str]:
    """All pages: one that is asked for first, those after it in the nav next."""
    while urls:
        if pipe.poll(PAUSE if urgent.is_set() else 0):
            asked = pipe.recv()
            if asked not in urls:
                continue
            place = urls.index(asked)
            urls = urls[place:] + urls[:place]
        elif urgent.is_set():
            continue
        yield urls[0]
        urls = urls[1:]


def work(language: str, pipe: Connection, urgent) -> None:
    """The process's main: everything first, then the pages that are asked for."""
    sys.stdout = sys.stderr = log(language).open("w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), 1)  # also of the kernels of notebooks
    os.dup2(sys.stderr.fileno(), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    warnings.simplefilter("ignore")
    said = made.Warnings()
    logging.getLogger("mkdocs").addHandler(said)
    try:
        site, outcome = made.everything(
            language,
            said,
            lambda urls: in_order(urls, pipe, urgent),
            pipe.send,
        )
    except (Exception, SystemExit) as error:  # of the settings, not of a page
        told = [mistakes.of_log(language, text) for text in said.take()]
        why = f"{language}: {mistakes.of_code(error)}"
        pipe.send(Outcome((*told, why)))
        return
    pipe.send(outcome)
    while (pages := next_request(pipe)) is not None:
        if isinstance(pages, str):  # asked for while the last was made
            continue
        try:
            pipe.send(made.some(site, pages, said, pipe.send))
        except Exception as error:
            pipe.send(Outcome((f"{language}: {mistakes.of_code(error)}",)))


def next_request(pipe: Connection) -> list[Path] | None:
    """The pages to make; None if nobody will ask any more."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None
