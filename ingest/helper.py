"""Helpers: processes that are given tasks in advance, and go on with them whatever the process that gave them is at.

An add of Chroma keeps the interpreter for a third of a second. A pool of `concurrent.futures` has two tasks in its pipe then,
and waits for somebody to read a result; here either side has threads that read, and the tasks wait where they are done.

A helper loads what it works with before it is told of its kit. This module imports little, so that a command can start them
first and load its own libraries meanwhile.
"""

import importlib
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import PriorityQueue, SimpleQueue
from typing import TYPE_CHECKING, Any

from ingest.memory import keep_little

if TYPE_CHECKING:
    from ingest.preparation import Kit

Task = Callable[["Kit", Any], Any]
Answer = tuple[int, Any, bool]  # the number of a task, what came of it, and whether anything did
_Given = tuple[int, int, Task, Any]  # how late it may be done, its number, and what it is

_AWAKE = -1  # the number of the answer that says that the process has its kit
_LEAVE = 2.0  # seconds that an ended process has to go
_MOST = 3  # one process that stores keeps no more of them busy
_WORTH = 300_000  # characters or bytes of work: for less, no process is started
_FILES = 10_000  # of a folder that are looked at for their size


def _usual() -> int:
    """How many processes help where nobody says: one a core that this one leaves idle."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, cores - 1)


class Helpers:
    """So many processes, for one run: each starts once, with what is to be done or ahead of it."""

    def __init__(self, count: int | None = None) -> None:
        """Args:
        count: how many; as many as are usual where nobody says.
        """
        self.count = _usual() if count is None else count
        self._started: list[Helper] | None = None

    def start(self) -> None:
        """Starts them, unless they are."""
        if self._started is None:
            self._started = []
            with suppress(OSError):  # the system has no room for another process: there are fewer
                self._started += (Helper() for _ in range(self.count))

    def start_for(self, *, size: int) -> bool:
        """Starts them where so many characters or bytes are worth it; whether they are started."""
        if self.count and size > _WORTH:
            self.start()
        return self._started is not None

    def start_for_files(self, names: Sequence[str]) -> None:
        """Starts them where those files and folders are worth it: before anything else is loaded, this is the quickest."""
        size = 0
        with suppress(OSError, ValueError):  # a name that no file can have; whoever reads it says so
            for file in islice(_files(names), _FILES):
                size += file.stat().st_size if file.is_file() else 0
                if self.start_for(size=size):
                    return

    def equip(self, kit: "Kit") -> None:
        """Tells those that are started what they work with."""
        for helper in self._started or ():
            helper.equip(kit)

    def take(self) -> "list[Helper]":
        """Those that are started. Whoever takes them ends them."""
        taken, self._started = self._started or [], []
        return taken


def _files(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        yield from chain([Path(name)], Path(name).rglob("*"))


class Helper:
    """One process, started at once; it takes tasks as soon as it is awake."""

    def __init__(self) -> None:
        context = get_context("spawn")  # not forked: this process has threads, whose locks a fork would copy as they are
        self.is_awake = False
        self._is_equipped = False
        self._line, there = context.Pipe()
        self._process = context.Process(target=_help, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def equip(self, kit: "Kit") -> None:
        """Tells it what it works with, once."""
        if not self._is_equipped:
            self._is_equipped = True
            with suppress(OSError):  # it is gone, which will be heard
                self._line.send(kit)

    def listen(self, heard: "Callable[[Helper, Answer | None], None]") -> None:
        """From now on tells, in a thread of its own, of every answer, and with None that the process is gone."""
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


def _help(line: Connection) -> None:
    """What the process does until it is ended, or the one that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that stores is told, and ends the others
    keep_little()
    _load()
    try:
        kit: Kit = line.recv()
    except (EOFError, OSError):
        os._exit(1)
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


def _load() -> None:
    """Loads what most runs need, before anything is known of this one."""
    from assistant.knowledge.embedders import wordllama

    importlib.import_module("ingest.preparation")
    wordllama()


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
