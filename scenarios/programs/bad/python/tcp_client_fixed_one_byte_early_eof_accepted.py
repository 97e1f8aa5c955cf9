"""Uppercase client over TCP: messages of exactly 16 bytes, read one byte at a time.

Bug (early-eof-accepted): the server's FIN ends a reply, however short it is.

Usage: tcp_client_fixed_one_byte_early_eof_accepted.py HOST PORT < messages
"""

import socket
import sys
import time

MESSAGE_BYTES = 16
DEADLINE_SECONDS = 2.0


def receive_message(sock, deadline):
    reply = b""
    while len(reply) < MESSAGE_BYTES:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError(f"{len(reply)} of {MESSAGE_BYTES} bytes came in time")
        sock.settimeout(remaining)
        byte = sock.recv(1)
        if not byte:
            break
        reply += byte
    return reply


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        for line in sys.stdin.buffer:
            message = line.rstrip(b"\n")
            if len(message) != MESSAGE_BYTES:
                raise ValueError(f"a message must have {MESSAGE_BYTES} bytes, this one has {len(message)}")
            deadline = time.monotonic() + DEADLINE_SECONDS
            sock.settimeout(DEADLINE_SECONDS)
            sock.sendall(message)
            print(repr(receive_message(sock, deadline).decode("ascii")), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_fixed_one_byte_early_eof_accepted.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_fixed_one_byte_early_eof_accepted: {error}")
