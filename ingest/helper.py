"""A helper: a process that is given tasks in advance, and goes on with them whatever the process that gave them is at.

An add of Chroma keeps the interpreter for a third of a second. A pool of `concurrent.futures` has two tasks in its pipe then,
and waits for somebody to read a result; here either side has threads that read, and the tasks wait where they are done.
"""

import os
import pickle
import signal
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import PriorityQueue, SimpleQueue
from typing import Any

from ingest.memory import keep_little
from ingest.preparation import Kit

Task = Callable[[Kit, Any], Any]
Answer = tuple[int, Any, bool]  # the number of a task, what came of it, and whether anything did
_Given = tuple[int, int, Task, Any]  # how late it may be done, its number, and what it is

_AWAKE = -1  # the number of the answer that says that the process has started
_LEAVE = 2.0  # seconds that an ended process has to go


class Helper:
    """One process, started at once; it takes tasks as soon as it is awake."""

    def __init__(self, kit: Kit, *, heard: "Callable[[Helper, Answer | None], None]") -> None:
        """Starts the process.

        Args:
            heard: told in a thread of its own of every answer, and with None that the process is gone.
        """
        context = get_context("spawn")  # not forked: this process has threads, whose locks a fork would copy as they are
        self.is_awake = False
        self._line, there = context.Pipe()
        self._process = context.Process(target=_help, args=(there, kit), daemon=True)
        self._process.start()
        there.close()
        self._heard = heard
        threading.Thread(target=self._listen, name="helper", daemon=True).start()

    def give(self, number: int, task: Task, argument: Any, *, soon: bool) -> bool:
        """Hands a task over; whether the process is there to take it.

        Args:
            soon: it is done before those that are not.
        """
        try:
            self._line.send((0 if soon else 1, number, task, argument))
        except OSError:
            return False
        return True

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.terminate()
        self._process.join(_LEAVE)

    def _listen(self) -> None:
        try:
            while True:
                answer = self._line.recv()
                self.is_awake = True
                self._heard(self, answer)
        except Exception:  # it is gone, or it says what cannot be read: either way others do what it had
            self._process.terminate()
            self._heard(self, None)


def _help(line: Connection, kit: Kit) -> None:
    """What the process does until it is ended, or the one that started it is gone."""
    keep_little()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that stores is told, and ends the others
    given: PriorityQueue[_Given] = PriorityQueue()
    answers: SimpleQueue[Answer] = SimpleQueue()
    threading.Thread(target=_take, args=(line, given), daemon=True).start()
    threading.Thread(target=_answer, args=(line, answers), daemon=True).start()
    answers.put((_AWAKE, None, True))
    while True:
        _, number, task, argument = given.get()
        try:
            answers.put((number, task(kit, argument), True))
        except Exception:  # whoever gave it does it again, and sees for itself
            answers.put((number, None, False))


def _take(line: Connection, given: "PriorityQueue[_Given]") -> None:
    try:
        while True:
            given.put(line.recv())
    finally:  # whoever gives the tasks is gone, or gave one that cannot be read, and would wait for it
        os._exit(1)


def _answer(line: Connection, answers: "SimpleQueue[Answer]") -> None:
    try:
        while True:
            number, became, is_done = answers.get()
            try:
                line.send((number, became, is_done))
            except (pickle.PicklingError, AttributeError, TypeError, MemoryError):  # it cannot be sent
                line.send((number, None, False))
    finally:
        os._exit(1)
