/** Streams a trace in order of time: `node read-trace.mjs FILE ROWS`. Exits with 1 unless it has that many requests. */
import { openDataset } from '../../../packages/core/dist/workload/dataset/open-dataset.js';
import { arrivalsOf } from '../../../packages/core/dist/workload/dataset/time/arrivals-of.js';

const [file, rows] = process.argv.slice(2);
const dataset = await openDataset({ path: file });
let requests = 0;
let beforeNs = 0;
for (const entry of arrivalsOf(dataset)) {
  if (!('conversation' in entry)) continue;
  const { atNs } = entry.conversation.turns[0];
  if (atNs < beforeNs) throw new Error(`request ${requests + 1} goes back in time`);
  beforeNs = atNs;
  requests += 1;
}
dataset.close();
process.exitCode = requests === Number(rows) ? 0 : 1;
