"""Uppercase client over TCP: a message a line that ends with CR LF, buffered readline(), a timer signal as deadline.

Usage: tcp_client_crlf_makefile.py HOST PORT < messages
"""

import signal
import socket
import sys

DEADLINE_SECONDS = 2.0


def on_alarm(_signal, _frame):
    raise TimeoutError("no whole reply in time")


def receive_line(reader):
    line = reader.readline()
    if not line.endswith(b"\r\n"):
        raise ConnectionError("the server closed the connection before its reply was whole")
    return line.removesuffix(b"\r\n")


def main(host, port):
    signal.signal(signal.SIGALRM, on_alarm)
    messages = [line.rstrip(b"\n") for line in sys.stdin.buffer]
    signal.setitimer(signal.ITIMER_REAL, DEADLINE_SECONDS)
    with socket.create_connection((host, port)) as sock, sock.makefile("rb") as reader:
        for message in messages:
            signal.setitimer(signal.ITIMER_REAL, DEADLINE_SECONDS)
            sock.sendall(message + b"\r\n")
            reply = receive_line(reader)
            signal.setitimer(signal.ITIMER_REAL, 0)
            print("Server says:", reply.decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_crlf_makefile.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_crlf_makefile: {error}")
