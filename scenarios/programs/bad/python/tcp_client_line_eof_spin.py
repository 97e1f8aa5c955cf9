"""Uppercase client over TCP: a message a line, recv() until the newline has come.

Bug (eof-spin): recv() returning nothing is not taken as the end, and the deadline is only looked at by the
wait that now never waits.

Usage: tcp_client_line_eof_spin.py HOST PORT < messages
"""

import select
import socket
import sys
import time

DEADLINE_SECONDS = 2.0


def receive_line(sock, buffered, deadline):
    """Takes one line, without its newline, out of `buffered`; receives until there is one."""
    while (end := buffered.find(b"\n")) < 0:
        remaining = max(0.0, deadline - time.monotonic())
        readable, _, _ = select.select([sock], [], [], remaining)
        if not readable:
            raise TimeoutError("no whole reply in time")
        buffered += sock.recv(65536)
    line = bytes(buffered[:end])
    del buffered[: end + 1]
    return line


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        buffered = bytearray()
        for line in sys.stdin.buffer:
            deadline = time.monotonic() + DEADLINE_SECONDS
            sock.settimeout(DEADLINE_SECONDS)
            sock.sendall(line.rstrip(b"\n") + b"\n")
            print(receive_line(sock, buffered, deadline).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_eof_spin.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_eof_spin: {error}")
