"""Opens the page that `--format html` writes in a real Chromium and looks at it as its readers do.

Needs a browser, so it is no part of `cargo test`:

    pip install playwright
    python tests/html_page.py PROGRAM [--browser /usr/bin/chromium] [--pictures FOLDER]

Every page is opened in light and dark, in both languages, on a screen and on a phone. It must say nothing on
the console, load nothing from outside, be usable by keyboard alone, and have the contrast of WCAG 2.1 AA.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = {
    "mail": ["fixtures/defects/mail-32.csv", "--coverage"],
    "warning": ["fixtures/defects/category-11.09.csv"],
    "note": ["fixtures/defects/unknown-form.csv"],
    "clean": ["fixtures/jianning-2018.csv"],
    "problem": ["fixtures/broken/letter.csv"],
    "matrix": ["fixtures/defects/matrix-5354.csv"],
    "panel": ["fixtures/defects/panel-12.csv"],
    "several": ["fixtures/defects/mail-32.csv", "fixtures/jianning-2018.csv", "fixtures/broken/empty.csv"],
}

# The least contrast of every text that shows, against what is painted behind it.
CONTRAST = """() => {
  const part = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      value /= 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = part(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  let least = 21;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const pair = [light(part(style.color)), light(behind(element))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    least = Math.min(least, contrast);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) poor.push([texts.currentNode.data.trim(), contrast.toFixed(2)]);
  }
  return { least, poor };
}"""

LOST_LINKS = """() => [...document.querySelectorAll('a')]
  .map((link) => link.getAttribute('href'))
  .filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1)))"""

FOCUSED = "() => document.activeElement.id || document.activeElement.name || document.activeElement.tagName"


def press_until(page: Page, wanted: str) -> None:
    """Goes to an element with the tabulator key; it must be reachable and show where it is."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == wanted:
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{wanted}: focus does not show"
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def language_by_keyboard(page: Page, wanted: str) -> None:
    press_until(page, "language")
    before = page.evaluate("document.documentElement.lang")
    page.keyboard.press("Enter")
    after = page.evaluate("document.documentElement.lang")
    assert {before, after} == {"zh-CN", "en"}, (before, after)
    if after != wanted:
        page.keyboard.press("Enter")


def filter_by_keyboard(page: Page) -> None:
    for kind in ("error", "warning", "note"):
        findings = page.locator(f".finding.{kind}")
        count = findings.count()
        page.locator("body").click(position={"x": 1, "y": 1})
        press_until(page, kind)
        page.keyboard.press("Space")
        assert all(not findings.nth(at).is_visible() for at in range(count)), kind
        page.keyboard.press("Space")
        assert all(findings.nth(at).is_visible() for at in range(count)), kind


def look(page: Page, name: str, lang: str) -> float:
    """Everything that must hold of a page; gives its least contrast."""
    language_by_keyboard(page, lang)
    filter_by_keyboard(page)
    closed = page.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.press("Enter")
    other = ".zh" if lang == "en" else ".en"
    assert not any(one.is_visible() for one in page.locator(other).all()), f"{name}: both languages show"
    lost = page.evaluate(LOST_LINKS)
    assert not lost, f"{name}: links to nowhere: {lost}"
    width = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{name}: wider than the window by {width}"
    seen = page.evaluate(CONTRAST)
    assert not seen["poor"], f"{name}: contrast below AA: {seen['poor']}"
    return seen["least"]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--browser", default="/usr/bin/chromium")
    arguments.add_argument("--pictures", type=Path)
    given = arguments.parse_args()
    least = 21.0
    looked = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.browser)
        for name, inputs in PAGES.items():
            path = Path(folder) / f"{name}.html"
            command = [given.program.resolve(), "--format", "html", "--output", path, *inputs]
            subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, check=False)
            for scheme, lang, width in itertools.product(("light", "dark"), ("zh-CN", "en"), (1100, 360)):
                page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
                said: list[str] = []
                asked: list[str] = []
                page.on("console", lambda message: said.append(message.text))
                page.on("pageerror", lambda error: said.append(str(error)))
                page.on("request", lambda request: asked.append(request.url))
                page.goto(path.as_uri())
                least = min(least, look(page, f"{name} {scheme} {lang} {width}", lang))
                if given.pictures:
                    page.screenshot(path=given.pictures / f"{name}-{scheme}-{lang}-{width}.png", full_page=True)
                page.emulate_media(media="print")
                assert not page.locator("#controls").is_visible(), f"{name}: controls are printed"
                seen = page.evaluate(CONTRAST)
                assert not seen["poor"], f"{name}: contrast in print: {seen['poor']}"
                if given.pictures and width > 1000 and scheme == "light":
                    page.pdf(path=given.pictures / f"{name}-{lang}.pdf")
                assert not said, f"{name}: on the console: {said}"
                assert asked == [path.as_uri()], f"{name}: asked for {asked}"
                page.close()
                looked += 1
        browser.close()
    print(f"{looked} views of {len(PAGES)} pages; least contrast {least:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
