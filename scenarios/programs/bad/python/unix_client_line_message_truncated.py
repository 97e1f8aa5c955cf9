"""Uppercase client over a Unix stream socket: a message a line, small reads, a thread that fills a queue of replies.

Bug (message-truncated): a reply longer than its 512 bytes is cut.

Usage: unix_client_line_message_truncated.py PATH < messages
"""

import queue
import socket
import sys
import threading

DEADLINE_SECONDS = 2.0
REPLY_BYTES = 512


def read_replies(sock, replies):
    """Puts each reply into the queue, and at last the reason why no more will come."""
    buffered = bytearray()
    try:
        while chunk := sock.recv(512):
            buffered += chunk
            if b"\n" not in buffered:
                del buffered[REPLY_BYTES:]
            while (end := buffered.find(b"\n")) >= 0:
                replies.put(bytes(buffered[: min(end, REPLY_BYTES)]))
                del buffered[: end + 1]
        replies.put(ConnectionError("the server closed the connection before its reply was whole"))
    except OSError as error:
        replies.put(error)


def send(sock, message, replies):
    try:
        sock.sendall(message + b"\n")
    except OSError as error:
        replies.put(error)


def main(path):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(DEADLINE_SECONDS)
        sock.connect(path)
        sock.settimeout(None)
        replies = queue.Queue()
        threading.Thread(target=read_replies, args=(sock, replies), daemon=True).start()
        for line in sys.stdin.buffer:
            message = line.rstrip(b"\n")
            threading.Thread(target=send, args=(sock, message, replies), daemon=True).start()
            reply = replies.get(timeout=DEADLINE_SECONDS)
            if isinstance(reply, OSError):
                raise reply
            print(f"The server {path} replied with {reply.decode('ascii')!r}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_client_line_message_truncated.py PATH < messages")
    try:
        main(sys.argv[1])
    except queue.Empty:
        sys.exit("unix_client_line_message_truncated: no whole reply in time")
    except (OSError, ValueError) as error:
        sys.exit(f"unix_client_line_message_truncated: {error}")
