"""Uppercase client over TCP, a message a line: sends all messages at once.

Bug (write-deadlock): sends all messages before it reads the first reply.

Usage: tcp_client_line_pipelined_write_deadlock.py HOST PORT < messages
"""

import selectors
import socket
import sys
import time

DEADLINE_SECONDS = 2.0  # for each message, counted together because all are under way at once
SEND_BUFFER_BYTES = 16384  # little waits in the kernel, where it cannot be taken back


def exchange(sock, messages):
    """Yields the replies in order."""
    sock.sendall(b"".join(message + b"\n" for message in messages))
    sock.setblocking(False)
    missing = len(messages)
    buffered = bytearray()
    deadline = time.monotonic() + DEADLINE_SECONDS * (1 + missing // 10)
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        while missing:
            remaining = deadline - time.monotonic()
            ready = selector.select(remaining) if remaining > 0 else []
            if not ready:
                raise TimeoutError(f"{missing} replies did not come in time")
            chunk = sock.recv(65536)
            if not chunk:
                raise ConnectionError(f"the server closed the connection, {missing} replies are missing")
            buffered += chunk
            while missing and (end := buffered.find(b"\n")) >= 0:
                yield bytes(buffered[:end])
                del buffered[: end + 1]
                missing -= 1


def main(host, port):
    messages = [line.rstrip(b"\n") for line in sys.stdin.buffer]
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        for reply in exchange(sock, messages):
            print("Server says:", reply.decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_pipelined_write_deadlock.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_pipelined_write_deadlock: {error}")
