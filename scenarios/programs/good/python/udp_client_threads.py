"""Uppercase client over UDP: asks everything at once; a thread receives, and the text tells what a reply answers.

Usage: udp_client_threads.py HOST PORT < messages
"""

import socket
import sys
import threading

WAITS_SECONDS = (0.3, 0.6, 1.2)


class Answers:
    def __init__(self, messages):
        self.missing = {message.upper() for message in messages}
        self.changed = threading.Condition()
        self.closing = False

    def receive(self, sock):
        while not self.closing:
            try:
                reply = sock.recv(65535)
            except ConnectionRefusedError:
                continue  # nobody listens there yet; what is missing is asked again
            with self.changed:
                self.missing.discard(reply)  # a copy, or an empty datagram, answers nothing
                self.changed.notify()


def main(host, port):
    family, kind, protocol, _, server = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    messages = [line.rstrip("\n").encode("ascii") for line in sys.stdin]
    answers = Answers(messages)
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(server)
        receiver = threading.Thread(target=answers.receive, args=(sock,), daemon=True)
        receiver.start()
        for wait in WAITS_SECONDS:
            for message in messages:
                if message.upper() in answers.missing:
                    try:
                        sock.send(message)
                    except ConnectionRefusedError:
                        sock.send(message)  # that was the ICMP error of the one before; this one leaves
            with answers.changed:
                if answers.changed.wait_for(lambda: not answers.missing, wait):
                    break
        answers.closing = True
        sock.shutdown(socket.SHUT_RDWR)  # wakes the receiver
        receiver.join()
    if answers.missing:
        raise TimeoutError(f"{len(answers.missing)} messages got no reply")
    for message in messages:
        print(f"{message.decode('ascii')} -> {message.upper().decode('ascii')}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_threads.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_threads: {error}")
