"""The search as a reader gets it: the worker of the site, asked in a page of the browser."""

from collections.abc import Iterable

ASK = """async ([url, {config, docs}, queries, whole]) => {
  const worker = new Worker(url);
  const ask = message => new Promise((resolve, reject) => {
    worker.onmessage = event => resolve(event.data);
    worker.onerror = event => reject(new Error(event.message));
    worker.postMessage(message);
  });
  await ask({type: 0, data: {config, docs, options: {suggest: true}}});
  const found = {};
  for (const query of queries) {
    const {data} = await ask({type: 2, data: query});
    found[query] = data.items.slice(0, 12);
    if (!whole) for (const page of found[query]) for (const section of page) {
      delete section.text; delete section.terms;
    }
  }
  worker.terminate();
  return found;
}"""


def ask_for_items(
    page, worker: str, index: dict, queries: Iterable[str], whole: bool = False
) -> dict[str, list[list[dict]]]:
    """What the theme gets for each query: sections by page, the 12 best pages.

    Their texts are left out unless the whole is asked for.

    The open page must be of the same host as the worker.
    """
    return page.evaluate(ASK, [worker, index, list(queries), whole])


def pages(items: list[list[dict]]) -> list[str]:
    """The pages of a list."""
    return [best["location"].split("#")[0] for best, *_ in items]


def ask(
    page, worker: str, index: dict, queries: Iterable[str]
) -> dict[str, list[str]]:
    """The pages that each query finds, best first."""
    found = ask_for_items(page, worker, index, queries)
    return {query: pages(items) for query, items in found.items()}
