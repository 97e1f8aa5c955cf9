"""Uppercase client over TCP: a message a line, a new connection for every message, retry with backoff.

Usage: tcp_client_line_reconnect.py HOST PORT < messages
"""

import socket
import sys
import time

ATTEMPTS = 3
ATTEMPT_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 0.2


def ask(host, port, message):
    """One attempt: the whole reply within its time, or an error."""
    deadline = time.monotonic() + ATTEMPT_SECONDS
    with socket.create_connection((host, port), ATTEMPT_SECONDS) as sock:
        sock.sendall(message + b"\n")
        reply = b""
        while not reply.endswith(b"\n"):
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError("no whole reply in time")
            sock.settimeout(remaining)
            piece = sock.recv(1024)
            if not piece:
                raise ConnectionError("the server closed the connection before its reply was whole")
            reply += piece
        return reply[:-1]


def ask_again(host, port, message):
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return ask(host, port, message)
        except OSError as error:
            if attempt == ATTEMPTS:
                raise ConnectionError(f"{ATTEMPTS} attempts failed, the last with: {error}") from error
        time.sleep(pause)
        pause *= 2


def main(host, port):
    for line in sys.stdin.buffer:
        print(ask_again(host, port, line.rstrip(b"\n")).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_reconnect.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_reconnect: {error}")
