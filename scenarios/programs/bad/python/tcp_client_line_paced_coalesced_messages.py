"""Uppercase client over TCP, a message a line: one thread sends at a steady pace, the main thread reads replies.

Bug (coalesced-messages): what follows the first newline in a read is thrown away.

Usage: tcp_client_line_paced_coalesced_messages.py HOST PORT < messages
"""

import socket
import sys
import threading
import time

PACE_SECONDS = 0.1
DEADLINE_SECONDS = 2.0  # without any reply while one is owed


def send_all(sock, messages):
    """Sends on without waiting for replies; when the connection is lost the reader says so."""
    try:
        for message in messages:
            sock.sendall(message + b"\n")
            time.sleep(PACE_SECONDS)
    except OSError:
        sock.close()


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
    line = bytes(buffered[:end])
    buffered.clear()
    return line


def main(host, port):
    messages = [line.rstrip(b"\n") for line in sys.stdin.buffer]
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        threading.Thread(target=send_all, args=(sock.dup(), messages), daemon=True).start()
        buffered = bytearray()
        for _ in messages:
            reply = receive_line(sock, buffered, time.monotonic() + PACE_SECONDS + DEADLINE_SECONDS)
            print("Reply:", reply.decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_paced_coalesced_messages.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_paced_coalesced_messages: {error}")
