"""Uppercase client over a Unix stream socket: a 4-byte big-endian length before each message, asyncio readexactly().

Usage: unix_client_length_asyncio.py PATH < messages
"""

import asyncio
import sys

DEADLINE_SECONDS = 2.0
REPLY_LIMIT_BYTES = 1 << 24


async def receive_message(reader):
    count = int.from_bytes(await reader.readexactly(4), "big")
    if count > REPLY_LIMIT_BYTES:
        raise ValueError(f"the server announces a reply of {count} bytes, which is too long")
    return await reader.readexactly(count)


async def exchange(path, messages):
    async with asyncio.timeout(DEADLINE_SECONDS):
        reader, writer = await asyncio.open_unix_connection(path)
    try:
        for message in messages:
            async with asyncio.timeout(DEADLINE_SECONDS):
                writer.write(len(message).to_bytes(4, "big") + message)
                reply, _ = await asyncio.gather(receive_message(reader), writer.drain())
            print(reply.decode("ascii"), flush=True)
    finally:
        writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_client_length_asyncio.py PATH < messages")
    try:
        lines = [line.rstrip(b"\n") for line in sys.stdin.buffer]
        asyncio.run(exchange(sys.argv[1], lines))
    except TimeoutError:
        sys.exit("unix_client_length_asyncio: no whole reply in time")
    except asyncio.IncompleteReadError:
        sys.exit("unix_client_length_asyncio: the server closed the connection before its reply was whole")
    except (OSError, ValueError) as error:
        sys.exit(f"unix_client_length_asyncio: {error}")
