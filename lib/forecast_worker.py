"""A process of its own for fitting forecasts, so that no page waits for them: it takes a history and
gives what is published of it. Run with `-m` it is that process."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Any, BinaryIO

from lib.analysis.forecast.history import History, Marks
from lib.analysis.forecast.published import Published, publish
from lib.analysis.forecast.trials import Replays
from lib.settings import ROOT

NICE = 10
"""How far it stands back behind the pages, as `nice` counts."""


class Worker:
    """The process as its owner sees it: begun with the first question, ended by `stop`. One question
    at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def publish(
        self, history: History, horizon: int, marks: Marks, replays: Replays | None = None
    ) -> tuple[Published, Replays]:
        """As `lib.analysis.forecast.published.publish`, done by the process. Errors: its own, and OSError
        or EOFError where it was ended."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump((history, horizon, marks, replays), process.stdin)
        process.stdin.flush()
        failed, found = pickle.load(process.stdout)  # noqa: S301 - from a process of our own
        if failed:
            raise found
        return found

    def stop(self) -> None:
        """Ends the process; a question under way fails."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "lib.forecast_worker"]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            # The command is this interpreter and a name of ours.
            self._process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, **pipes)  # noqa: S603
        return self._process


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers questions until there are no more: (failed, what was found or raised)."""
    while True:
        try:
            question = pickle.load(questions)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = False, publish(*question)
        except Exception as error:  # raised again in the process that asked
            answer = True, error
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    os.nice(NICE)
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
