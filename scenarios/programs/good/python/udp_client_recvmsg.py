"""Uppercase client over UDP: one connected socket, recvmsg(), and the text of a reply tells which message it answers.

A copy of an older reply, or one that comes late, does not match the message that is asked now and is passed over.

Usage: udp_client_recvmsg.py HOST PORT < messages
"""

import socket
import sys
import time

WAITS_SECONDS = (0.3, 0.45, 0.7, 1.0)


def receive(sock, message, deadline):
    """Returns the reply to `message`, or None when the deadline has passed without it."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply, _, flags, _ = sock.recvmsg(65535)
        except ConnectionRefusedError:
            continue  # nobody listens there yet; wait for the next try
        except TimeoutError:
            return None
        if not flags & socket.MSG_TRUNC and reply and reply == message.upper():
            return reply
    return None


def ask(sock, message):
    for wait in WAITS_SECONDS:
        try:
            sock.send(message)
        except ConnectionRefusedError:
            sock.send(message)  # that was the ICMP error of the try before; this one leaves
        reply = receive(sock, message, time.monotonic() + wait)
        if reply is not None:
            return reply
    raise TimeoutError(f"no reply after {len(WAITS_SECONDS)} tries")


def main(host, port):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(address)
        for line in sys.stdin.buffer:
            print(repr(ask(sock, line.rstrip(b"\n"))), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_recvmsg.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_recvmsg: {error}")
