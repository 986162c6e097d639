/** Sends requests at fixed intervals to several endpoints concurrently, and reports their latencies. */
import { setTimeout as delay } from 'node:timers/promises';
import { createWire, WIRE_EVENT } from '@loadcell/native';
import { CHAT } from './chat-request.mjs';
import { readOptions, report } from './report.mjs';
import { nowNs } from './stamp-tally.mjs';

const body = JSON.stringify(CHAT);
const bytes = Buffer.from(
  `POST /v1/chat/completions HTTP/1.1\r\nHost: bench\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

async function responsesMs({ url, connections, count, gapMs }) {
  const wire = createWire({ endpoint: { url }, connections });
  await wire.start();
  const startNs = nowNs() + 50e6;
  wire.stage(
    Array.from({ length: count }, (_, id) => ({
      id,
      bytes,
      scheduledNs: startNs + Math.round(id * gapMs * 1e6),
    })),
  );
  const found = [];
  while (found.length < count) {
    await delay(50);
    const { count: rows, kind, atNs, scheduledNs } = wire.drain();
    for (let row = 0; row < rows; row++) {
      if (kind[row] >= WIRE_EVENT.end) {
        found.push(kind[row] === WIRE_EVENT.end ? (atNs[row] - scheduledNs[row]) / 1e6 : Infinity);
      }
    }
  }
  wire.stop();
  return found;
}

const { loads } = await readOptions();
report({ responsesMs: await Promise.all(loads.map((load) => responsesMs(load))) });
