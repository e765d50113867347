"""The page of a report in a browser: what is seen, what clicks and taps do, what cannot happen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fixenc import Policy, repair_bytes
from fixenc.formats.text import emit
from fixenc.reports import entry
from fixenc.reports import page as pages
from fixenc.reports.entry import document
from tests import documents

pytestmark = pytest.mark.web

Show = Callable[..., Any]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SAMPLE = "Le musÃ©e rouvre Ã\xa0 six heures, aprÃ¨s deux ans.\nPrix en euros\ufffd\n"


def sample() -> dict[str, Any]:
    data = SAMPLE.encode()
    report = repair_bytes(data)
    return document([entry.entry("lettre.txt", data, emit(data, report), report)])


def texts(page: Any, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).all_text_contents()
    return found


def test_every_edit_in_its_place(show: Show) -> None:
    plain = sample()
    edits = plain["files"][0]["edits"]
    page = show(plain)
    assert texts(page, "mark.new") == [edit["after"] for edit in edits] == ["é", "à", "è"]
    assert texts(page, "mark.old") == ["Ã©", "Ã\\xa0", "Ã¨"]
    assert texts(page, ".row.repaired .text")[1] == "Le musée rouvre à six heures, après deux ans."
    assert texts(page, "mark.hurt") == ["\ufffd"]
    assert "lettre.txt" in texts(page, "h2")[0]
    assert texts(page, ".tile") == ["3edits", "0withheld", "1left damaged", page_least(edits)]
    assert "utf-8>cp1252" in texts(page, ".margin")[0]
    assert re.fullmatch(
        r"fixenc \S+, model \w+; edits of at least 0.9, .*", texts(page, "#made")[0]
    )


def page_least(edits: list[dict[str, Any]]) -> str:
    least = min(edit["confidence"] for edit in edits)
    return f"{int(least * 1000) / 1000:.3f}least confidence"


def test_what_is_known_of_an_edit_by_mouse_and_by_key(show: Show) -> None:
    page = show(documents.large(3))
    card = page.locator("#card")
    assert not card.is_visible()
    page.locator("mark.new").nth(1).hover()
    said = card.inner_text()
    for part in ("utf-8>gb18030", "line 2, column 7, byte", "model 26.5", "é!", "utf-8>cp1254"):
        assert part in said
    page.mouse.move(1, 1)
    page.locator("h1").hover()
    page.locator(".place").first.hover()
    assert not card.is_visible()
    page.locator("mark.new").nth(2).focus()
    page.keyboard.press("Enter")
    assert "koi8-r>cp1251" in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_on_a_phone_a_tap_does(show: Show) -> None:
    page = show(documents.large(80, wide=True), **PHONE)
    page.locator("mark.old").nth(1).tap()
    card = page.locator("#card")
    assert "周日音乐会!" in card.inner_text()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    page.locator("h1").tap()
    assert not card.is_visible()
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 360
    size = page.locator(".text").first.evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert size >= 15
    for chip in page.locator("button.chip").all()[:3]:
        assert chip.bounding_box()["height"] >= 32


def count(page: Any) -> int:
    return int(page.locator("#count").inner_text().split()[0].replace(",", ""))


def test_filters_by_kind_confidence_and_text(show: Show) -> None:
    plain = documents.large(970)
    edits = plain["files"][0]["edits"]
    page = show(plain)
    assert count(page) == 970
    chip = page.locator("button.chip", has_text=re.compile("^tidy"))
    chip.click()
    assert chip.get_attribute("aria-pressed") == "false"
    assert count(page) == sum(edit["kind"] != "tidy" for edit in edits)
    page.locator("button.chip", has_text=re.compile("^≥ 0.99")).click()
    left = [edit for edit in edits if edit["kind"] != "tidy" and edit["confidence"] < 0.99]
    assert count(page) == len(left)
    assert all(float(row.split()[0]) < 0.99 for row in texts(page, ".margin"))
    find = page.locator("input[type=search]")
    find.fill("GB18030")
    left = [edit for edit in left if edit["chain"] == "utf-8>gb18030"]
    page.locator("#count", has_text=f"{len(left)} places of 970").wait_for()
    find.fill("nothing like it")
    page.locator(".none").wait_for()
    find.fill("")
    chip.click()
    left = [edit for edit in edits if edit["confidence"] < 0.99]
    page.locator("#count", has_text=f"{len(left)} places of 970").wait_for()


def test_withheld_edits_and_damage_can_be_hidden(show: Show) -> None:
    data = SAMPLE.encode()
    report = repair_bytes(data, policy=Policy(min_confidence=0.99999))
    plain = document([entry.entry("a", data, data, report)])
    page = show(plain)
    assert texts(page, ".row.withheld .tag") == ["withheld"]
    page.locator("button.chip", has_text="withheld").click()
    assert page.locator(".row.withheld").count() == 0
    page.locator("button.chip", has_text="damaged").click()
    assert page.locator(".row").count() == 0
    assert page.locator(".none").is_visible()


def test_no_text_becomes_markup(show: Show) -> None:
    plain = documents.hostile()
    page = show(plain)
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == 2
    assert page.locator("img, svg, iframe, object, link, base, form").count() == 0
    for number, evil in enumerate(documents.MARKUP):
        assert f"{number}{evil}" in texts(page, "h2")[number]
        assert texts(page, ".row.repaired mark.new")[number] == f"{evil}!"
    for mark in page.locator("mark.new").all()[::2]:
        mark.click()
        page.keyboard.press("Escape")
    assert page.evaluate("window.pwned") is None


def test_the_policy_stops_what_would_get_in_all_the_same(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    html = pages.render(sample())
    evil = b'<script>window.pwned=1</script><img src="x" onerror="window.pwned=2"></body>'
    file.write_bytes(html.replace(b"</body>", evil))
    page = browser.new_page()
    stopped: list[str] = []
    done: list[str] = []
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    page.on("requestfinished", lambda request: done.append(request.url))
    page.goto(file.as_uri())
    page.evaluate("fetch('https://example.org').catch(() => 0)")
    assert texts(page, "mark.new") == ["é", "à", "è"]
    assert page.evaluate("window.pwned") is None
    assert done == [file.as_uri()]
    assert set(stopped) == {"csp"}
    page.close()


def test_what_cannot_be_seen_is_shown_by_its_number(show: Show) -> None:
    page = show(documents.hostile())
    shown = texts(page, "mark.new")[-2]
    for part in (
        r"\x00",
        r"\x1b[31m",
        r"\x9b1m",
        r"\u202e",
        r"\u200b",
        r"\ufeff",
        r"\xad",
        r"\ud800",
    ):
        assert part in shown
    everything = page.evaluate(
        "document.body.innerText + document.querySelector('main').textContent"
    )
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", everything
    )


def test_arabic_hebrew_persian_chinese_emoji(show: Show) -> None:
    page = show(documents.directions())
    assert texts(page, "mark.new") == [
        "مرحبا بالعالم",
        "שלום לכולם",
        "می‌خواهم",
        "周日音乐会",
        "👩‍🚀❤️",
    ]
    lines = page.locator(".text").evaluate_all("nodes => nodes.map((node) => node.dir)")
    assert lines[1::2] == ["rtl", "rtl", "rtl", "ltr", "ltr"]
    # The full stop of a line that runs to the left stands left of its words.
    line = page.locator(".text").nth(1)
    words = line.locator("mark").bounding_box()
    stop = line.evaluate(
        "node => { const range = document.createRange(); range.selectNodeContents(node.lastChild);"
        " return range.getBoundingClientRect().x }"
    )
    assert stop < words["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_can_be_read(show: Show, scheme: str) -> None:
    page = show(sample(), color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(re.findall(r"\d+", paper)[0]) > 128) is (scheme == "light")
    for selector in ("h1", "mark.old", "mark.new", "mark.hurt", ".place", ".margin", ".esc"):
        assert page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector


# By WCAG 2.2: the ratio of the luminances of a text and of what it stands on.
CONTRAST = """node => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let under = node;
  while (channels(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
  const ink = luminance(getComputedStyle(node).color);
  const paper = luminance(getComputedStyle(under).backgroundColor);
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}"""


def test_ten_thousand_edits_scroll_as_few_do(show: Show) -> None:
    def frames(edits: int) -> tuple[float, float]:
        page = show(documents.large(edits), viewport={"width": 1200, "height": 900})
        assert count(page) == edits
        took = sorted(page.evaluate(SCROLL))
        assert page.locator(".place").last.inner_text().startswith(f"{edits}:")
        return took[len(took) // 2], took[len(took) * 9 // 10]

    # Other things may keep the machine busy: what counts is how many edits do against few.
    few, many = frames(500), frames(10_000)
    assert many[0] < 2 * few[0] + 10, (few, many)
    assert many[1] < 3 * few[1] + 40, (few, many)


# Scrolls through all of the page, two windows a frame; the milliseconds that each frame took.
SCROLL = """() => new Promise((resolve) => {
  const frames = [];
  let last = performance.now(), still = 0;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    const before = scrollY;
    scrollBy(0, innerHeight * 2);
    still = scrollY === before ? still + 1 : 0;
    still > 5 ? resolve(frames) : requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
