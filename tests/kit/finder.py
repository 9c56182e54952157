"""The search as a reader gets it: the worker of the site, asked in a page of the browser."""

from collections.abc import Iterable

ASK = """async ([url, {config, docs}, queries]) => {
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
    found[query] = data.items.map(([best]) => best.location.split("#")[0]);
  }
  worker.terminate();
  return found;
}"""


def ask(
    page, worker: str, index: dict, queries: Iterable[str]
) -> dict[str, list[str]]:
    """The pages that each query finds, best first.

    The open page must be of the same host as the worker.
    """
    return page.evaluate(ASK, [worker, index, list(queries)])
