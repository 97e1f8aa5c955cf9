"""Uppercase server over Unix datagram sockets: answers the name that a request was sent from.

Bug (bad-input-kills): a request that is not ASCII raises an error that ends the service.

Usage: unix_datagram_server_bad_input_kills.py PATH
"""

import os
import socket
import stat
import sys


def answer(request):
    return request.decode("ascii").upper().encode("ascii")


def remove_leftover(path):
    """Removes the socket of an earlier run, and nothing else."""
    if os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode):
        os.unlink(path)


def main(path):
    remove_leftover(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(path)
        while True:
            request, client = sock.recvfrom(65535)
            if not request or not client:
                continue  # nothing is asked, or by a socket without a name, which nobody can answer
            try:
                sock.sendto(answer(request), socket.MSG_DONTWAIT, client)
            except OSError as error:  # it has gone, or does not read: that must not stop the others
                print(f"no reply to {client!r}: {error}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_datagram_server_bad_input_kills.py PATH")
    try:
        main(sys.argv[1])
    except (OSError, ValueError) as error:
        sys.exit(f"unix_datagram_server_bad_input_kills: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
