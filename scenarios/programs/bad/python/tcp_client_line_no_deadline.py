"""Uppercase client over TCP: a message a line, recv() until the newline has come.

Bug (no-deadline): nothing bounds the wait for the reply.

Usage: tcp_client_line_no_deadline.py HOST PORT < messages
"""

import socket
import sys

CONNECT_SECONDS = 2.0


def receive_line(sock, buffered):
    """Takes one line, without its newline, out of `buffered`; receives until there is one."""
    while (end := buffered.find(b"\n")) < 0:
        chunk = sock.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection before its reply was whole")
        buffered += chunk
    line = bytes(buffered[:end])
    del buffered[: end + 1]
    return line


def main(host, port):
    with socket.create_connection((host, port), CONNECT_SECONDS) as sock:
        sock.settimeout(None)
        buffered = bytearray()
        for line in sys.stdin.buffer:
            sock.sendall(line.rstrip(b"\n") + b"\n")
            print(receive_line(sock, buffered).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_no_deadline.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_no_deadline: {error}")
