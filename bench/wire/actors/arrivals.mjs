/** Chat streams over the wire, with the bounds of every read. */
import { setTimeout as delay } from 'node:timers/promises';
import { createWire, WIRE_EVENT } from '@loadcell/native';
import { CHAT, LEAD_MS, SPREAD_MS } from './chat-request.mjs';
import { readOptions, report } from './report.mjs';
import { nowNs } from './stamp-tally.mjs';

const DRAIN_MS = 50;
const SENT = /"sent_ns":(\d+)/g;

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
/** A number for each event: its send time, the arrival and the return of its read, the lower bound, the events of the read. */
const events = { sentNs: [], atNs: [], readNs: [], afterNs: [], inRead: [] };
let ended = 0;

/** @param {import('@loadcell/native').WireBatch} batch */
function read({ count, kind, atNs, readNs, afterNs, byteStart, byteEnd, bytes: received }) {
  const text = Buffer.from(received.buffer, received.byteOffset, received.byteLength).latin1Slice();
  for (let row = 0; row < count; row++) {
    if (kind[row] >= WIRE_EVENT.end) ended++;
    if (kind[row] !== WIRE_EVENT.body) continue;
    const sent = [...text.slice(byteStart[row], byteEnd[row]).matchAll(SENT)];
    for (const [, digits] of sent) {
      events.sentNs.push(Number(digits));
      events.atNs.push(atNs[row]);
      events.readNs.push(readNs[row]);
      events.afterNs.push(afterNs[row]);
      events.inRead.push(sent.length);
    }
  }
}

while (ended < streams) {
  await delay(DRAIN_MS);
  read(wire.drain());
}
const account = wire.account();
wire.stop();
report({ events, account });
