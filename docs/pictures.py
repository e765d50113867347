"""Makes the pictures of the documentation: ``python -m docs.pictures``.

Needs the extra ``web`` and Chromium. What is shown is a file of garbled lines that is written here,
through the commands themselves, in a terminal of 100 columns and in a page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests import terminals

HERE = Path(__file__).resolve().parent
COLUMNS = 100
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
COMMAND = ("repair", "--diff", "--min-confidence", "0.995", "notices.txt")

# A text, and the misreads that befell it: (written, read).
LINES = (
    ("Notices gathered from five mailboxes.", None),
    ("Le musée rouvre à l’automne, après deux ans de travaux.", ("utf-8", "cp1252")),
    ("Die Öffnungszeiten bleiben unverändert.", None),
    ("Встречаемся у входа в музей в половине шестого.", ("utf-8", "cp1251")),
    ("周日音乐会将于晚上八点开始，请不要迟到！", ("utf-8", "gb18030")),
    ("naïve", ("utf-8", "cp1252")),
)
BEYOND = "请看附件：锟斤拷锟斤拷锟斤拷"  # a line that nothing brings back

COLOURS = ((40, 42, 46), (200, 60, 50), (60, 150, 80), (190, 140, 20), (60, 100, 190))
COLOURS = (*COLOURS, (160, 70, 160), (40, 140, 150), (140, 144, 150))
THEME = TerminalTheme((253, 253, 252), (28, 29, 31), list(COLOURS), list(COLOURS))
STYLE = """body { margin: 0; background: #fdfdfc }
pre { display: inline-block; margin: 0; padding: 14px 18px }
pre, code { font: 15px/1.4 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace !important }
i { display: inline-block; width: 2ch; font-style: normal }"""
# No font has both scripts in the widths of a terminal's cells.
WIDE = """() => {
  const wide = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]/;
  const walker = document.createTreeWalker(document.querySelector("pre"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    node.replaceWith(...[...node.data].map((char) => {
      if (!wide.test(char)) return char;
      const cell = document.createElement("i");
      cell.textContent = char;
      return cell;
    }));
  }
}"""


def main() -> None:
    """Write docs/images/diff.png and docs/images/report.png."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        here = Path(folder)
        (here / "notices.txt").write_text(_text(), encoding="utf-8")
        (here / "terminal.html").write_text(_terminal(here), encoding="utf-8")
        fixenc(here, "repair", "--check", "-q", *COMMAND[2:], "--report", "report.html")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        page = browser.new_page(viewport={"width": 1000, "height": 620})
        page.goto((here / "terminal.html").as_uri())
        page.evaluate(WIDE)
        page.locator("pre").screenshot(path=HERE / "images" / "diff.png")
        page.goto((here / "report.html").as_uri())
        page.locator("mark.new").nth(1).hover()
        page.screenshot(path=HERE / "images" / "report.png")
        browser.close()


def _text() -> str:
    lines = [t if how is None else t.encode(how[0]).decode(how[1]) for t, how in LINES]
    return "\n".join([*lines, BEYOND, ""])


def fixenc(folder: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Run a command of this tree to its end, unless ``options`` take it elsewhere."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "TERM": "xterm-256color"}
    child = subprocess.Popen(
        [sys.executable, "-m", "fixenc.cli", *arguments], cwd=folder, env=environment, **options
    )
    if not options:
        child.wait()
    return child


def _terminal(folder: Path) -> str:
    """What the command shows in a terminal of its own, as a page."""

    def start(terminal: int) -> subprocess.Popen[bytes]:
        return fixenc(folder, *COMMAND, stdin=terminal, stdout=terminal, stderr=terminal)

    sent, _ = terminals.shown(start, columns=COLUMNS)
    text = f"$ fixenc {' '.join(COMMAND)}\n" + sent.decode().replace("\r\n", "\n")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(text))
        html = console.export_html(theme=THEME, inline_styles=True)
    return html.replace("<head>", f"<head><style>{STYLE}</style>", 1)


if __name__ == "__main__":
    main()
