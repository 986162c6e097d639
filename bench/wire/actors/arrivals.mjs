/** Chat streams over the wire, with the bounds of every read. */
import { setTimeout as delay } from 'node:timers/promises';
import { WIRE_EVENT } from '@loadcell/native';
import { openStreams } from './open-streams.mjs';
import { readOptions, report } from './report.mjs';

const DRAIN_MS = 50;
const SENT = /"sent_ns":(\d+)/g;

const options = await readOptions();
const { streams } = options;
const wire = await openStreams(options);
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
