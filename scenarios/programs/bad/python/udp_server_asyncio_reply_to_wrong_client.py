"""Uppercase server over UDP: an asyncio datagram endpoint; a token bucket for each client keeps servers from looping.

Bug (reply-to-wrong-client): answers the client that spoke first, whoever asks.

Usage: udp_server_asyncio_reply_to_wrong_client.py HOST PORT
"""

import asyncio
import sys

BURST = 12
PER_SECOND = 4
REMEMBERED_CLIENTS = 1024


class Uppercase(asyncio.DatagramProtocol):
    def __init__(self):
        self.client = None
        self.buckets = {}  # address -> (tokens, since)

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        if self.client is None:
            self.client = client
        if data and self.takes_token(client):
            self.transport.sendto(data.upper() if data.isascii() else b"ERROR only ASCII is understood", self.client)

    def error_received(self, error):
        print(f"udp_server_asyncio_reply_to_wrong_client: {error}", file=sys.stderr)

    def takes_token(self, client):
        now = asyncio.get_running_loop().time()
        tokens, since = self.buckets.pop(client, (BURST, now))
        tokens = min(BURST, tokens + (now - since) * PER_SECOND)
        self.buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self.buckets) > REMEMBERED_CLIENTS:
            self.buckets.pop(next(iter(self.buckets)))
        return tokens >= 1


async def main(host, port):
    if host in ("", "0.0.0.0", "::"):
        raise ValueError("give one address of this machine, because replies leave from the address that is bound")
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Uppercase, local_addr=(host, port))
    try:
        await loop.create_future()
    finally:
        transport.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_server_asyncio_reply_to_wrong_client.py HOST PORT")
    try:
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_server_asyncio_reply_to_wrong_client: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
