/** Chat streams over the wire. */
import { setTimeout as delay } from 'node:timers/promises';
import { createWire, WIRE_EVENT } from '@loadcell/native';
import { CHAT, LEAD_MS, SPREAD_MS } from './chat-request.mjs';
import { readOptions, report } from './report.mjs';
import { SseLines } from './sse-lines.mjs';
import { nowNs, StampTally } from './stamp-tally.mjs';

const DRAIN_MS = 100;

const { url, streams } = await readOptions();
const body = JSON.stringify(CHAT);
const bytes = Buffer.from(
  `POST /v1/chat/completions HTTP/1.1\r\nHost: ${new URL(url).host}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const wire = createWire({ endpoint: { url }, connections: streams });
await wire.start();
const startNs = nowNs() + LEAD_MS * 1e6;
wire.stage(
  Array.from({ length: streams }, (_, id) => ({
    id,
    bytes,
    scheduledNs: Math.round(startNs + (id / streams) * SPREAD_MS * 1e6),
  })),
);
const tally = new StampTally();
const lines = Array.from({ length: streams }, () => new SseLines());
let ended = 0;
let failed = 0;

/** A separate function, so that V8 optimizes it as a whole. @param {import('@loadcell/native').WireBatch} batch */
function read({ count, kind, requestId, atNs, byteStart, byteEnd, bytes: received }) {
  const { buffer, byteOffset, byteLength } = received;
  const text = Buffer.from(buffer, byteOffset, byteLength).latin1Slice();
  for (let row = 0; row < count; row++) {
    if (kind[row] === WIRE_EVENT.body) {
      const piece = text.slice(byteStart[row], byteEnd[row]);
      for (const event of lines[requestId[row]].push(piece)) tally.add(event, atNs[row]);
    } else if (kind[row] >= WIRE_EVENT.end) {
      ended++;
      if (kind[row] !== WIRE_EVENT.end) failed++;
    }
  }
}

while (ended < streams) {
  await delay(DRAIN_MS);
  read(wire.drain());
}
const result = tally.end();
const account = wire.account();
wire.stop();
report({ ...result, failed, wireCpuUsPerEvent: account.cpuNs / 1e3 / result.events });
