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
    intendedNs: Math.round(startNs + (id / streams) * SPREAD_MS * 1e6),
  })),
);
const tally = new StampTally();
const lines = Array.from({ length: streams }, () => new SseLines());
let ended = 0;
let failed = 0;
while (ended < streams) {
  await delay(DRAIN_MS);
  const batch = wire.drain();
  const text = Buffer.from(
    batch.bytes.buffer,
    batch.bytes.byteOffset,
    batch.bytes.byteLength,
  ).latin1Slice();
  for (let row = 0; row < batch.count; row++) {
    const kind = batch.kind[row];
    if (kind === WIRE_EVENT.body) {
      const piece = text.slice(batch.byteStart[row], batch.byteEnd[row]);
      for (const event of lines[batch.requestId[row]].push(piece))
        tally.add(event, batch.atNs[row]);
    } else if (kind >= WIRE_EVENT.end) {
      ended++;
      if (kind !== WIRE_EVENT.end) failed++;
    }
  }
}
const result = tally.end();
const account = wire.account();
wire.stop();
report({ ...result, failed, wireCpuUsPerEvent: account.cpuNs / 1e3 / result.events });
