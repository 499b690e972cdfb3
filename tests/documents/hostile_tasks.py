"""What a stranger's file could make a child do."""

import os
import socket
import time


def echo(ask, data):
    return data * ask.get("times", 1)


def hang(ask, data):
    while True:
        time.sleep(1)


def fork(ask, data):
    if not (born := os.fork()):
        time.sleep(600)
    return b"%d" % born


def fill(ask, data):
    return bytes(bytearray(600 << 20))


def crash(ask, data):
    import ctypes

    return ctypes.string_at(0)


def call(ask, data):
    tried = []
    for step in (
        lambda: socket.create_connection(("127.0.0.1", ask["port"]), 1),
        lambda: os.execv("/bin/true", ["true"]),
        lambda: os.system("true"),
    ):
        try:
            step()
            tried.append("done")
        except OSError:
            tried.append("refused")
    return " ".join(tried).encode()


def look(ask, data):
    return "\n".join([os.getcwd(), *os.environ]).encode()
