"""Chat streams over aiohttp, as the field's Python load generators send them, with the timestamps that a caller can take.

Usage: streams_aiohttp.py URL STREAMS LEAD_SECONDS SPREAD_SECONDS BODY
Prints JSON: the timing errors of all events in nanoseconds, and how many streams failed.
"""

import asyncio
import json
import sys
import time

import aiohttp


async def stream(session, url, delay, body, errors):
    await asyncio.sleep(delay)
    headers = {"content-type": "application/json"}
    async with session.post(url, data=body, headers=headers) as response:
        response.raise_for_status()
        async for line in response.content:
            at = time.monotonic_ns()
            if not line.startswith(b"data: {"):
                continue
            sent = json.loads(line[6:]).get("sent_ns")
            if sent is not None:
                errors.append(at - sent)


async def main(url, streams, lead, spread, body):
    errors = []
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        delays = [lead + index / streams * spread for index in range(streams)]
        outcomes = await asyncio.gather(
            *(stream(session, url, delay, body, errors) for delay in delays),
            return_exceptions=True,
        )
    failed = sum(isinstance(outcome, Exception) for outcome in outcomes)
    print(json.dumps({"errorsNs": errors, "failed": failed}))


asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5]))
