"""Uppercase server over UDP: one thread receives into a bounded queue, a few workers answer.

Bug (reply-loop): answers everything at any rate, another server's answers included.

Usage: udp_server_threads_reply_loop.py HOST PORT
"""

import queue
import socket
import sys
import threading
import time

WORKERS = 3
QUEUED_REQUESTS = 256
WORK_SECONDS = 0.02  # stands for a look-up in some other service


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
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((host, port))
        for _ in range(WORKERS):
            threading.Thread(target=work, args=(sock, requests), daemon=True).start()
        while True:
            request, client = sock.recvfrom(65535)
            if request:
                requests.put((request, client))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_server_threads_reply_loop.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_server_threads_reply_loop: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
