"""Uppercase client over TCP: a message a line, asyncio streams and readuntil().

Usage: tcp_client_line_asyncio.py HOST PORT < messages
"""

import asyncio
import sys

DEADLINE_SECONDS = 2.0
REPLY_LIMIT_BYTES = 1 << 22


async def exchange(host, port, messages):
    async with asyncio.timeout(DEADLINE_SECONDS):
        reader, writer = await asyncio.open_connection(host, port, limit=REPLY_LIMIT_BYTES)
    try:
        for message in messages:
            async with asyncio.timeout(DEADLINE_SECONDS):
                writer.write(message + b"\n")
                await writer.drain()  # the reader goes on meanwhile, so both ends can write at once
                reply = await reader.readuntil(b"\n")
            print("Server says:", reply.rstrip(b"\n").decode("ascii"), flush=True)
    finally:
        writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_asyncio.py HOST PORT < messages")
    try:
        lines = [line.rstrip(b"\n") for line in sys.stdin.buffer]
        asyncio.run(exchange(sys.argv[1], int(sys.argv[2]), lines))
    except TimeoutError:
        sys.exit("tcp_client_line_asyncio: no whole reply in time")
    except asyncio.IncompleteReadError:
        sys.exit("tcp_client_line_asyncio: the server closed the connection before its reply was whole")
    except (OSError, ValueError, asyncio.LimitOverrunError) as error:
        sys.exit(f"tcp_client_line_asyncio: {error}")
