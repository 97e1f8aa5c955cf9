"""Uppercase client over TCP: a message a line, recv() until the newline has come.

Bug (message-truncated): a reply is cut at 4096 bytes.

Usage: tcp_client_line_message_truncated.py HOST PORT < messages
"""

import socket
import sys
import time

DEADLINE_SECONDS = 2.0
REPLY_BYTES = 4096


def receive_line(sock, buffered, deadline):
    """Takes one line, without its newline, out of `buffered`; receives until there is one."""
    while (end := buffered.find(b"\n")) < 0:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        chunk = sock.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection before its reply was whole")
        buffered += chunk
    line = bytes(buffered[: min(end, REPLY_BYTES)])
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
        sys.exit("usage: tcp_client_line_message_truncated.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_message_truncated: {error}")
