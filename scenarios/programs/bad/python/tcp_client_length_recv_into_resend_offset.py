"""Uppercase client over TCP: a 4-byte big-endian length before each message, recv_into() a buffer of that size.

Bug (resend-offset): what a partial send() left is sent from the message's start.

Usage: tcp_client_length_recv_into_resend_offset.py HOST PORT < messages
"""

import socket
import struct
import sys
import time

DEADLINE_SECONDS = 2.0
SEND_BUFFER_BYTES = 16384  # little waits in the kernel, where it cannot be taken back
REPLY_LIMIT_BYTES = 1 << 24


def receive_exactly(sock, count, deadline):
    buffer = bytearray(count)
    free = memoryview(buffer)
    while free:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        received = sock.recv_into(free)
        if received == 0:
            raise ConnectionError(f"the server closed the connection, {len(free)} bytes are missing")
        free = free[received:]
    return bytes(buffer)


def receive_message(sock, deadline):
    (count,) = struct.unpack(">I", receive_exactly(sock, 4, deadline))
    if count > REPLY_LIMIT_BYTES:
        raise ValueError(f"the server announces a reply of {count} bytes, which is too long")
    return receive_exactly(sock, count, deadline)


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        for line in sys.stdin.buffer:
            message = line.rstrip(b"\n")
            deadline = time.monotonic() + DEADLINE_SECONDS
            sock.settimeout(DEADLINE_SECONDS)
            data = struct.pack(">I", len(message)) + message
            sent = 0
            while sent < len(data):
                sent += sock.send(data)
            reply = receive_message(sock, deadline)
            print(f"The server replied with {reply.decode('ascii')!r}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_length_recv_into_resend_offset.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_length_recv_into_resend_offset: {error}")
