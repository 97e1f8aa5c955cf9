"""Uppercase client over TCP: a message a line of UTF-8, decoded as it comes by an incremental decoder.

Usage: tcp_client_line_utf8.py HOST PORT < messages
"""

import codecs
import socket
import sys
import time

DEADLINE_SECONDS = 2.0


class LineReader:
    def __init__(self, sock):
        self.sock = sock
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""

    def line(self, deadline):
        while "\n" not in self.text:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError("no whole reply in time")
            self.sock.settimeout(remaining)
            chunk = self.sock.recv(65536)
            if not chunk:
                raise ConnectionError("the server closed the connection before its reply was whole")
            self.text += self.decoder.decode(chunk)
        line, self.text = self.text.split("\n", 1)
        return line


def main(host, port):
    sys.stdout.reconfigure(encoding="utf-8")
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        reader = LineReader(sock)
        for line in sys.stdin.buffer:
            deadline = time.monotonic() + DEADLINE_SECONDS
            sock.settimeout(DEADLINE_SECONDS)
            sock.sendall(line.rstrip(b"\n") + b"\n")
            print("Server says:", reader.line(deadline), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_utf8.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_utf8: {error}")
