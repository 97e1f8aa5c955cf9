"""Uppercase server over UDP: one thread receives into a bounded queue, a few workers answer.

Usage: udp_server_threads.py HOST PORT
"""

import collections
import queue
import socket
import sys
import threading
import time

WORKERS = 3
QUEUED_REQUESTS = 256
ANSWERS_PER_SECOND = 10  # to one address for the same request: two servers must not ask each other for ever
REMEMBERED_CLIENTS = 1024
WORK_SECONDS = 0.02  # stands for a look-up in some other service


class RateLimit:
    def __init__(self):
        self.counts = collections.OrderedDict()  # (address, hash of the request) -> (count, since)

    def allows(self, address, request):
        key = (address, hash(request))
        count, since = self.counts.pop(key, (0, 0.0))
        now = time.monotonic()
        if now - since > 1.0:
            count, since = 0, now
        self.counts[key] = (count + 1, since)
        if len(self.counts) > REMEMBERED_CLIENTS:
            self.counts.popitem(last=False)
        return count < ANSWERS_PER_SECOND


def work(sock, requests):
    while True:
        request, client = requests.get()
        time.sleep(WORK_SECONDS)
        answer = request.upper() if request.isascii() else b"ERROR only ASCII is understood"
        try:
            sock.sendto(answer, client)
        except OSError as error:
            print(f"no reply to {client}: {error}", file=sys.stderr)


def main(host, port):
    if host in ("", "0.0.0.0", "::"):
        raise ValueError("give one address of this machine, because replies leave from the address that is bound")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    requests = queue.Queue(QUEUED_REQUESTS)
    limit = RateLimit()
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((host, port))
        for _ in range(WORKERS):
            threading.Thread(target=work, args=(sock, requests), daemon=True).start()
        while True:
            request, client = sock.recvfrom(65535)
            if request and limit.allows(client, request):
                requests.put((request, client))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_server_threads.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_server_threads: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
