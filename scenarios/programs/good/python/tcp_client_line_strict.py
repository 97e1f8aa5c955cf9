"""Uppercase client over TCP: a message a line; bytes that no request asked for are an error.

Usage: tcp_client_line_strict.py HOST PORT < messages
"""

import select
import socket
import sys
import time

DEADLINE_SECONDS = 2.0


def exchange(sock, message):
    """Sends one message and receives its reply, which has to be all that has come by then."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    if select.select([sock], [], [], 0)[0]:
        raise ConnectionError("the server sent, or went away, before it was asked")
    sock.settimeout(DEADLINE_SECONDS)
    sock.sendall(message + b"\n")
    received = bytearray()
    while b"\n" not in received:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        chunk = sock.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection before its reply was whole")
        received += chunk
    reply, _, surplus = bytes(received).partition(b"\n")
    if surplus:
        raise ConnectionError(f"{len(surplus)} bytes came behind the reply that nobody asked for")
    return reply.decode("ascii")


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        for line in sys.stdin.buffer:
            print(exchange(sock, line.rstrip(b"\n")), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_strict.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_strict: {error}")
