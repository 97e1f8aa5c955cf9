"""Uppercase client over Unix datagram sockets: a bound socket for every message, retries with backoff.

Bug (source-unchecked): the socket is not connected, and nobody looks who sent a reply.

Usage: unix_datagram_client_source_unchecked.py PATH < messages
"""

import os
import socket
import sys
import tempfile
import time

WAITS_SECONDS = (0.3, 0.5, 0.8)


def receive(sock, deadline):
    """Returns the reply, or None when the deadline has passed without one."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply = sock.recv(65535)
        except TimeoutError:
            return None
        if reply:  # an empty datagram answers nothing
            return reply
    return None


def ask(server, own, message):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(own)  # a server can answer only a socket that has a name
        for wait in WAITS_SECONDS:
            deadline = time.monotonic() + wait
            sock.settimeout(wait)
            sock.sendto(message, server)
            reply = receive(sock, deadline)
            if reply is not None:
                return reply
    raise TimeoutError(f"no reply after {len(WAITS_SECONDS)} tries")


def main(server):
    with tempfile.TemporaryDirectory(prefix="uppercase-") as directory:
        for number, line in enumerate(sys.stdin.buffer):
            reply = ask(server, os.path.join(directory, str(number)), line.rstrip(b"\n"))
            print("Server says:", reply.decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_datagram_client_source_unchecked.py PATH < messages")
    try:
        main(sys.argv[1])
    except (OSError, ValueError) as error:
        sys.exit(f"unix_datagram_client_source_unchecked: {error}")
