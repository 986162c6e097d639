/** RSS of a process with many streams open on a wire, which no code reads. */
import { setTimeout as delay } from 'node:timers/promises';
import { WIRE_EVENT } from '@loadcell/native';
import { openStreams } from './open-streams.mjs';
import { readOptions, report } from './report.mjs';
import { rssBytes } from './rss-bytes.mjs';

const DRAIN_MS = 20;

const options = await readOptions();
const wire = await openStreams(options);
let begun = 0;
let failed = 0;
let ended = 0;
let openRssBytes = Number.NaN;
while (ended < options.streams) {
  await delay(DRAIN_MS);
  const { count, kind } = wire.drain();
  for (let row = 0; row < count; row++) {
    if (kind[row] === WIRE_EVENT.head) begun++;
    if (kind[row] >= WIRE_EVENT.end) ended++;
    if (kind[row] === WIRE_EVENT.failed) failed++;
  }
  if (Number.isNaN(openRssBytes) && begun === options.streams && ended === 0) {
    openRssBytes = rssBytes();
  }
}
wire.stop();
report({ openRssBytes, failed });
