"""Terminals for programs: what a program shows when it is not redirected."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Callable


def shown(
    start: Callable[[int], subprocess.Popen[bytes]], *, columns: int, rows: int = 40
) -> tuple[bytes, int]:
    """What a program sends to a terminal of its own, and its exit code.

    ``start`` gets the file descriptor of the terminal and starts the program with it.
    """
    inside, outside = pty.openpty()
    fcntl.ioctl(outside, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    child = start(outside)
    os.close(outside)
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(inside, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(inside)
    return b"".join(parts), child.wait()
