/** Chat streams over the wire. */
import { setTimeout as delay } from 'node:timers/promises';
import { WIRE_EVENT } from '@loadcell/native';
import { openStreams } from './open-streams.mjs';
import { readOptions, report } from './report.mjs';
import { SseLines } from './sse-lines.mjs';
import { StampTally } from './stamp-tally.mjs';

const DRAIN_MS = 100;

const options = await readOptions();
const { streams } = options;
const wire = await openStreams(options);
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
