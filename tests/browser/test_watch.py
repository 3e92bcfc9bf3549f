"""The watch that stands over every browser test sees what it is meant to see."""

from tests.browser.screen import Visitor


def test_errors_and_calls_to_other_hosts_are_seen(demonstration, browser):
    visitor = Visitor(browser)
    page = visitor.open(demonstration.url)
    page.evaluate("console.error('spilt')")
    page.evaluate("setTimeout(() => { throw new Error('dropped') })")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://evil.example/x.png'}))")
    for _ in range(100):
        if len(visitor.problems) >= 3:
            break
        page.wait_for_timeout(100)
    seen = " | ".join(visitor.leave())
    assert "spilt" in seen
    assert "dropped" in seen
    assert "evil.example" in seen


def test_a_quiet_visit_is_quiet(demonstration, browser):
    visitor = Visitor(browser)
    visitor.open(demonstration.url)
    assert visitor.leave() == []
