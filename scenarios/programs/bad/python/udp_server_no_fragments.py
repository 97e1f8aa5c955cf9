"""Uppercase server over UDP: recvmsg(), sendto(), one socket bound to the address it was told.

Bug (no-fragments): a request that came in IP fragments is thrown away as suspicious.

Usage: udp_server_no_fragments.py HOST PORT
"""

import collections
import socket
import sys
import time

BOUNCES_PER_SECOND = 8
REMEMBERED_CLIENTS = 1024
IP_RECVFRAGSIZE = 25  # Linux, linux/in.h


class LoopGuard:
    """Ends a conversation of two servers: our own answer that comes straight back is answered a few times only."""

    def __init__(self):
        self.last = collections.OrderedDict()  # address -> (answer, bounces, since)

    def allows(self, address, request, answer):
        previous, bounces, since = self.last.pop(address, (None, 0, 0.0))
        now = time.monotonic()
        if now - since > 1.0 or request != previous:
            bounces, since = 0, now
        self.last[address] = (answer, bounces + 1, since)
        if len(self.last) > REMEMBERED_CLIENTS:
            self.last.popitem(last=False)
        return bounces < BOUNCES_PER_SECOND


def main(host, port):
    if host in ("", "0.0.0.0", "::"):
        raise ValueError("give one address of this machine, because replies leave from the address that is bound")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    guard = LoopGuard()
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((host, port))
        if family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_IP, IP_RECVFRAGSIZE, 1)
        while True:
            request, ancillary, _, client = sock.recvmsg(65535, socket.CMSG_SPACE(4))
            if any(kind == IP_RECVFRAGSIZE for _, kind, _ in ancillary):
                continue  # the size of its largest fragment: only a forger would send it in parts
            answer = request.upper() if request.isascii() else b"ERROR only ASCII is understood"
            if not request or not guard.allows(client, request, answer):
                continue
            try:
                sock.sendto(answer, client)
            except OSError as error:
                print(f"no reply to {client}: {error}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_server_no_fragments.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_server_no_fragments: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
