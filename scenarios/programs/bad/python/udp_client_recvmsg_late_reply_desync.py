"""Uppercase client over UDP: one connected socket, recvmsg(), and after each reply a moment for its copies.

Bug (late-reply-desync): one socket serves all messages; copies that follow a reply at once are passed over,
one that comes late is taken for the next message's.

Usage: udp_client_recvmsg_late_reply_desync.py HOST PORT < messages
"""

import socket
import sys
import time

WAITS_SECONDS = (0.3, 0.45, 0.7, 1.0)
QUIET_SECONDS = 0.05
PAUSE_SECONDS = 0.25  # between messages, so as not to crowd the server


def receive(sock, deadline):
    """Returns a reply, or None when the deadline has passed without one."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply, _, flags, _ = sock.recvmsg(65535)
        except ConnectionRefusedError:
            continue  # nobody listens there yet; wait for the next try
        except TimeoutError:
            return None
        if not flags & socket.MSG_TRUNC and reply:
            return reply
    return None


def drain(sock):
    """Passes over the copies of a reply, until nothing comes for a moment."""
    while receive(sock, time.monotonic() + QUIET_SECONDS) is not None:
        pass


def ask(sock, message):
    for wait in WAITS_SECONDS:
        try:
            sock.send(message)
        except ConnectionRefusedError:
            sock.send(message)  # that was the ICMP error of the try before; this one leaves
        reply = receive(sock, time.monotonic() + wait)
        if reply is not None:
            drain(sock)
            return reply
    raise TimeoutError(f"no reply after {len(WAITS_SECONDS)} tries")


def main(host, port):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(address)
        for line in sys.stdin.buffer:
            print(repr(ask(sock, line.rstrip(b"\n"))), flush=True)
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_recvmsg_late_reply_desync.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_recvmsg_late_reply_desync: {error}")
