"""Uppercase client over TCP: a message a line, 1 KiB reads until the newline has come.

Bug (exact-buffer-size): a read that fills its buffer is taken to mean that more must follow.

Usage: tcp_client_line_exact_buffer_size.py HOST PORT < messages
"""

import socket
import sys
import time

DEADLINE_SECONDS = 2.0
BUFFER_BYTES = 1024


def receive_line(sock, buffered, deadline):
    """Takes one line, without its newline, out of `buffered`; receives until there is one."""
    more = False
    while (end := buffered.find(b"\n")) < 0 or more:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        chunk = sock.recv(BUFFER_BYTES)
        more = len(chunk) == BUFFER_BYTES
        if not chunk:
            raise ConnectionError("the server closed the connection before its reply was whole")
        buffered += chunk
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
        sys.exit("usage: tcp_client_line_exact_buffer_size.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_exact_buffer_size: {error}")
