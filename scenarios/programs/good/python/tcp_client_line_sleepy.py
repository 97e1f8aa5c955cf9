"""Uppercase client over TCP: a message a line; sleeps before every read of at most 64 bytes.

Usage: tcp_client_line_sleepy.py HOST PORT < messages
"""

import socket
import sys
import time

DEADLINE_SECONDS = 2.0
PAUSE_SECONDS = 0.03


def receive_line(sock, buffered):
    deadline = time.monotonic() + DEADLINE_SECONDS
    while b"\n" not in buffered:
        time.sleep(PAUSE_SECONDS)
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        piece = sock.recv(64)
        if not piece:
            raise ConnectionError("the server closed the connection before its reply was whole")
        buffered += piece
    line, _, rest = bytes(buffered).partition(b"\n")
    buffered[:] = rest
    return line


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        buffered = bytearray()
        for line in sys.stdin.buffer:
            sock.settimeout(DEADLINE_SECONDS)
            sock.sendall(line.rstrip(b"\n") + b"\n")
            print("reply:", receive_line(sock, buffered).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_sleepy.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_sleepy: {error}")
