"""Limits that a process puts on itself before it touches a stranger's file: memory, CPU, files, and no network or programs.

Linux gives all of them; elsewhere those that the system has. Nothing here can be taken back by the process.
"""

import ctypes
import platform
import signal
import struct
import sys
from typing import Any

MB = 1024 * 1024
NEW_PRIVILEGES, SECCOMP, FILTER, DEATH_SIGNAL = 38, 22, 2, 1
"""prctl(2): PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, PR_SET_PDEATHSIG."""
CALLS = {"x86_64": (0xC000003E, (41, 59, 322)), "aarch64": (0xC00000B7, (198, 221, 281))}
"""Machine -> its audit number and the numbers of socket, execve and execveat."""
LOAD, EQUAL, ANSWER = 0x20, 0x15, 0x06
"""BPF: load a word, jump if equal, return."""
ALLOW, REFUSE = 0x7FFF0000, 0x00050001
"""seccomp(2): allow; fail with EPERM."""


def confine(memory_mb: int, cpu_s: int, file_mb: int, *, programs: bool = False) -> None:
    """Everything at once; `memory_mb` bounds what the process may allocate beyond what it already holds.

    `programs`: it may still start one, which keeps all the other limits; for the moment before a program takes its place.
    """
    _limits(memory_mb, cpu_s, file_mb)
    if not programs:
        sys.addaudithook(_no_network)
    if sys.platform == "linux":
        _seccomp(programs)


def die_with_parent() -> None:
    """On Linux, the process ends when the one that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _limits(memory_mb: int, cpu_s: int, file_mb: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for name, most in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", cpu_s),
        ("RLIMIT_FSIZE", file_mb * MB),
        ("RLIMIT_NOFILE", 128),
        ("RLIMIT_DATA", memory_mb * MB),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, OSError, ValueError):
            continue  # the system does not have it, or allows less already


def _no_network(event: str, _: Any) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system"):
        raise PermissionError(f"{event} is not allowed here")


def _seccomp(programs: bool) -> None:
    """A filter that refuses sockets and, but for `programs`, new programs; a kernel without it still has the audit hook."""
    if platform.machine() not in CALLS:
        return
    audit, known = CALLS[platform.machine()]
    refused = known[:1] if programs else known
    steps = [(LOAD, 0, 0, 4), (EQUAL, 0, len(refused) + 1, audit), (LOAD, 0, 0, 0)]
    steps += [(EQUAL, len(refused) - n, 0, number) for n, number in enumerate(refused)]
    steps += [(ANSWER, 0, 0, ALLOW), (ANSWER, 0, 0, REFUSE)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)), 16)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(SECCOMP, FILTER, ctypes.c_void_p(ctypes.addressof(head)), 0, 0)
