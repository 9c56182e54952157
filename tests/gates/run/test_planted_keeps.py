"""Faults planted in the worker that keeps the site: each is seen by a question to it."""

import pytest
from playwright.sync_api import Error

from tests.gates.run import keeps

BUILD, PYTHON = (
    "const BUILD = `${MINE}build `",
    "const PYTHON = `${MINE}python `",
)
FIRST = "if (kept && (request.url.startsWith(RUN) || (!isVisit && Date.now() < quiet)))"
QUIET = "quiet = answer ? 0 : Date.now() + QUIET"
NEWEST = "for (const name of all) if (await found(page, name)) return [name, ...all.filter((other) => other !== name)]"
LAST = "if (!(await cache.keys()).some((kept) => isPage(kept.url))) "
FAULTS = {
    keeps.keeps_a_page_with_all_it_needs: {
        "one name for every build": {"const name = BUILD + served.build": 'const name = BUILD + "one"'},
        "a missing file is kept": {"if (answer.ok) await cache.put(url, answer)": "await cache.put(url, answer)"},
        "the chooser is not kept": {"[...root, ...shared[": "[...shared["},
        "nothing shared is kept": {"...shared[languageOf(url)] ?? []": ""},
        "no figure is kept": {"figures[name] ?? []": "[]"},
        "no file of a page is kept": {"...[...html.matchAll(FILES)].map(([, name]) => new URL(name, url).href),": ""},
        "Python is not kept": {"  await python(served.python)\n": ""},
        "a page under what follows its address": {'source.url.split(/[?#]/)[0].replace(/index\\.html$/, "")': "source.url"},
        "pages that are open are left alone": {"event.waitUntil(clients.claim())": "0"},
        "no word of what has come": {"say({ bytes: bytes += chunk.byteLength })": "bytes += chunk.byteLength"},
    },
    keeps.answers_without_a_network: {
        "what follows an address matters": {"ignoreSearch: true, ": ""},
        "what the host varies matters": {", ignoreVary: true": ""},
        "a missing page is well": {"status: 503, headers": "status: 200, headers"},
        "a page in place of a picture": {"if (kept || !isVisit) return kept ?? Response.error()": "if (kept) return kept"},
    },
    keeps.asks_the_network_first_but_for_python: {
        "what is kept comes first": {FIRST: "if (kept)"},
        "Python comes from the network": {"request.url.startsWith(RUN) || (!isVisit": "(!isVisit"},
        "a host that cannot is believed": {"if (answer && !(kept && answer.status >= 500))": "if (answer)"},
    },
    keeps.waits_once_for_a_silent_network: {
        "no end of waiting": {"await (kept ? Promise.race([fresh, waited]) : fresh)": "await fresh"},
        "each file waits": {QUIET: "quiet = 0"},
        "never asked again": {QUIET: "if (!answer) quiet = Infinity"},
    },
    keeps.keeps_nothing_else: {
        "what is missing": {"!answer.ok || answer.redirected": "answer.redirected"},
        "what another address gives": {"!answer.ok || answer.redirected ||": "!answer.ok ||"},
        "another site of this host": {"|| !request.url.startsWith(HOME) ": ""},
        "the head of a file": {'request.method !== "GET" || ': ""},
        "the zip": {' || request.url.endsWith("-networks.zip")': ""},
        "a page that nobody visits": {'if (isPage(url) !== (request.mode === "navigate")) return': ""},
        "of Python what is not its own": {"|| url.startsWith(RUN) || !(await isOn())": "|| !(await isOn())"},
        "a file under what follows its address": {'const [url] = request.url.split("?")': "const { url } = request"},
    },
    keeps.lets_a_build_have_its_own_files: {
        "the old build stays": {"if (other !== name && !isErased) await drop(other, url)": ""},
        "the newest files for every page": {NEWEST: ""},
        "a later file for an older page": {"if (name && !(await found(url, name)))": "if (name)"},
        "the chooser holds a build": {" && url !== HOME": ""},
        "a build goes with its first page": {LAST: ""},
        "a page in two builds": {"await cache.delete(url)": ""},
        "the oldest first": {".startsWith(kind)).reverse()": ".startsWith(kind))"},
    },
    keeps.lets_old_python_go: {
        "old Python stays": {"if (!needed.includes(name)) await caches.delete(name)": ""},
    },
    keeps.asks_for_what_is_new: {
        "what the browser had before": {'{ cache: "no-cache", ...rules': "{ ...rules"},
    },
    keeps.keeps_no_half_of_python: {
        "what is missing of Python": {"if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`)": ""},
        "no word of a failure": {", ({ name }) => say({ failed: name })": ", () => {}"},
    },
    keeps.fetches_nothing_twice: {
        "a file that is there": {"if (!(await cache.match(url))) missing.push(url)": "missing.push(url)"},
        "Python that is there": {"if (!(await cache.match(url))) await cache.put(url, counted": "await cache.put(url, counted"},
    },
    keeps.brings_python_once: {
        "once for each who asks": {"coming ??= bring": "coming = bring"},
    },
    keeps.erases_its_own: {
        "never again": {"  isErased = false\n  await open": "  await open"},
        "what another site keeps": {"const MINE = `kept ${HOME} `": "const MINE = `kept `", BUILD: "const BUILD = `kept ${HOME} build `", PYTHON: "const PYTHON = `kept ${HOME} python `"},
    },
    keeps.stops_where_it_is_erased: {
        "it does not know": {"isErased = true": "isErased = false"},
        "a cache is opened": {'  if (isErased) throw new DOMException("what was kept is being erased", "AbortError")\n': ""},
        "files come": {"while (missing.length && !isErased)": "while (missing.length)"},
        "Python comes": {"    if (isErased) return\n": ""},
    },
    keeps.keeps_nothing_before_it_is_asked: {
        "before anybody asks": {"const isOn = async () => !isErased && (await names(MINE)).length > 0": "const isOn = async () => true"},
    },
    keeps.gives_way_to_the_next_worker: {
        "it waits until all is closed": {"skipWaiting()": "0"},
    },
}  # fmt: skip
ALL = [(q, f, FAULTS[q][f]) for q in FAULTS for f in FAULTS[q]]


def test_every_question_has_seen_a_fault():
    assert {*FAULTS} == {*keeps.ALL}


@pytest.mark.parametrize(
    ("question", "changes"),
    [(question, changes) for question, _, changes in ALL],
    ids=[fault for _, fault, _ in ALL],
)
def test_planted(small, question, changes):
    with pytest.raises((AssertionError, Error)):
        question(small(changes))
