"""A page is open when it has been read, not when the network is silent."""

from tests.kit import server
from tests.kit.waiting import load

SLOW = "<script>until = Date.now() + 60; while (Date.now() < until);</script>"
READ = "document.querySelector('#last') !== null"


def test_a_page_that_is_slow_to_read_is_waited_for(browser, tmp_path):
    """It has come whole long before it is read: 40 parts, each of which takes 60 ms."""
    begun = "<!doctype html><title>t</title><link rel=icon href='data:,'>"
    page = begun + 40 * f"<p>x</p>{SLOW}" + "<p id=last>z</p>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    running = server.start(tmp_path, "/")
    tab = browser.new_page()
    load(tab, f"http://127.0.0.1:{running.server_address[1]}/")
    assert tab.evaluate(READ)
    tab.close()
    running.shutdown()
    running.server_close()
