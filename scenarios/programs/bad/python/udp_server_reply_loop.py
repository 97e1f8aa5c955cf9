"""Uppercase server over UDP: recvfrom(), sendto(), one socket bound to the address it was told.

Bug (reply-loop): answers everything, its like included, so two servers can be set on each other.

Usage: udp_server_reply_loop.py HOST PORT
"""

import socket
import sys


def main(host, port):
    if host in ("", "0.0.0.0", "::"):
        raise ValueError("give one address of this machine, because replies leave from the address that is bound")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((host, port))
        while True:
            request, client = sock.recvfrom(65535)
            answer = request.upper() if request.isascii() else b"ERROR only ASCII is understood"
            if not request:
                continue
            try:
                sock.sendto(answer, client)
            except OSError as error:
                print(f"no reply to {client}: {error}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_server_reply_loop.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_server_reply_loop: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
