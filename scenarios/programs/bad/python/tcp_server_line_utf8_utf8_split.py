"""Uppercase server over TCP: a message a line of UTF-8, a thread a client.

Bug (utf8-split): every piece is decoded on its own, with a replacement sign for what does not fit.

Usage: tcp_server_line_utf8_utf8_split.py HOST PORT
"""

import socket
import sys
import threading

MESSAGE_LIMIT_CHARACTERS = 1 << 20
IDLE_SECONDS = 60.0


def serve(client):
    text = ""
    while chunk := client.recv(65536):
        text += chunk.decode("utf-8", "replace")
        *lines, text = text.split("\n")
        for line in lines:
            client.sendall(line.upper().encode("utf-8") + b"\n")
        if len(text) > MESSAGE_LIMIT_CHARACTERS:
            refuse(client)
            return


def refuse(client):
    """Says why, then reads on to the client's end: closing over unread bytes would destroy the reply."""
    client.sendall(b"ERROR the message is too long\n")
    client.shutdown(socket.SHUT_WR)
    client.settimeout(2.0)
    while client.recv(65536):
        pass


def handle(client):
    client.settimeout(IDLE_SECONDS)
    with client:
        try:
            serve(client)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr)


def main(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=128) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_line_utf8_utf8_split.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_line_utf8_utf8_split: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
