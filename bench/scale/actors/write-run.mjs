/** Writes a run directory with the recorder of a run: `write-run.mjs RUN_DIR SIZE`, the size as JSON. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseConfig } from '../../../packages/core/dist/config/parse-config.js';
import { writeRunFile } from '../../../packages/core/dist/runner/write-run-file.js';
import { RUN_FILES } from '../../../packages/core/dist/stream/files/run-directory.js';
import { RunRecorder } from '../../../packages/core/dist/stream/files/run-recorder.js';
import { MadeLoad } from './made-load.mjs';

/** Least bytes of a row in its file: once they are there, the recorder holds little more than a batch. */
const SAMPLE_BYTES = 52;
const REQUEST_BYTES = 165;
const CHUNK_BYTES = 7.9;

/** Rows that a recorder may hold until its batch is full. */
const HELD_ROWS = 1000;

const [runDir, sizeJson] = process.argv.slice(2);
const size = JSON.parse(sizeJson);
const load = new MadeLoad(size);
const requestBytes = REQUEST_BYTES + CHUNK_BYTES * size.chunksPerRequest;
const config = parseConfig({
  name: 'scale',
  seed: 1,
  target: { url: 'http://127.0.0.1:8000', models: ['made'] },
  sampling: { hz: load.sampleHz },
  slos: { timeToFirstToken: '500ms' },
});
await writeRunFile(runDir, config, 'made', {
  kind: 'openai-chat',
  version: 'made',
  models: ['made'],
  details: {},
});

/** Waits until rows have left memory: the recorder of a real run receives them no faster than the clock. */
async function untilOnDisk(file, bytes) {
  const written = () => statSync(join(runDir, file), { throwIfNoEntry: false })?.size ?? 0;
  while (written() < bytes) await wait(1);
}

const recorder = new RunRecorder(runDir);
for (const event of load.eventsBefore()) recorder.event(event);
for (let second = 0; second < load.seconds; second += 1) {
  for (const batch of load.samplesOf(second)) recorder.samples(batch);
  recorder.survey(load.surveyOf(second));
  for (const row of load.requestsOf(second)) recorder.request(row);
  const samples = (second + 1) * load.sampleHz - HELD_ROWS;
  const requests = (second + 1) * load.requestHz - HELD_ROWS;
  await untilOnDisk(RUN_FILES.samples, samples * SAMPLE_BYTES);
  await untilOnDisk(RUN_FILES.requests, requests * requestBytes);
}
for (const row of load.restOfRequests()) recorder.request(row);
for (const event of load.eventsAfter()) recorder.event(event);
await recorder.close();
