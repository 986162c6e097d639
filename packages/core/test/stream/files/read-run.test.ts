import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunStreams } from '../../../src/stream/phase-streams.ts';
import { assembleRun, readRun } from '../../../src/stream/files/read-run.ts';
import { RunRecorder } from '../../../src/stream/files/run-recorder.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';
import { emptySamples } from '../../../src/stream/columns/sample-columns.ts';
import { countedRow, countedSamples, plainRow, plainSamples } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const EPOCH_MS = Date.UTC(2026, 10, 22);

const BEGAN: RunEvent = { kind: 'run-began', atNs: 1e9, epochMs: EPOCH_MS };

/** Two phases; one sample a millisecond from the first second on. */
const EVENTS: readonly RunEvent[] = [
  BEGAN,
  { kind: 'phase-began', phase: 'baseline', atNs: 1.1e9 },
  { kind: 'mark', phase: 'baseline', atNs: 1.15e9, name: 'here' },
  { kind: 'phase-ended', phase: 'baseline', atNs: 1.2e9 },
  { kind: 'phase-skipped', phase: 'cross-model', atNs: 1.2e9, reason: 'one model' },
  { kind: 'phase-began', phase: 'load', atNs: 1.3e9 },
  { kind: 'mark', phase: 'load', atNs: 1.35e9, name: 'there' },
  { kind: 'phase-ended', phase: 'load', atNs: 1.4e9 },
  { kind: 'run-ended', atNs: 1.5e9, status: 'complete' },
];

const requests = [
  { ...countedRow(1), phase: 'baseline' },
  { ...countedRow(2), phase: 'load' },
  { ...countedRow(3), phase: 'baseline' },
];

function plainRun(run: RunStreams): RunStreams {
  const phases = run.phases.map((phase) => ({
    ...phase,
    samples: plainSamples(phase.samples),
    requests: phase.requests.map(plainRow),
  }));
  return { ...run, phases };
}

function streamsOf(events: readonly RunEvent[]) {
  return { samples: countedSamples(600), survey: new Map(), requests, events };
}

describe('a run, assembled from its streams', () => {
  it('has its phases, each with its own samples, requests and events', () => {
    const run = assembleRun(streamsOf(EVENTS));
    expect(run).toMatchObject({
      timestamp: '2026-11-22T00:00:00.000Z',
      beganNs: 1e9,
      endedNs: 1.5e9,
      status: 'complete',
      skipped: [{ phase: 'cross-model', reason: 'one model' }],
    });
    expect(run.phases.map((phase) => phase.name)).toEqual(['baseline', 'load']);
    const [baseline, load] = run.phases;
    expect(baseline).toMatchObject({ beganNs: 1.1e9, endedNs: 1.2e9, ended: true });
    expect(baseline?.requests.map((row) => row.id)).toEqual([1, 3]);
    expect(load?.requests.map((row) => row.id)).toEqual([2]);
    expect(baseline?.events.map((event) => event.kind)).toEqual([
      'phase-began',
      'mark',
      'phase-ended',
    ]);
    // Both ends are inside.
    expect(baseline?.samples.count).toBe(101);
    expect(load?.samples.timeNs.at(0)).toBe(1.3e9);
    expect(load?.samples.timeNs.at(-1)).toBe(1.4e9);
  });

  it('ties its clock to the wall clock by the event that began it', () => {
    const [phase] = assembleRun(streamsOf(EVENTS)).phases;
    expect((phase?.clockEpochMs ?? 0) + 1e9 / 1e6).toBe(EPOCH_MS);
  });

  it('that was killed in a phase ends with the last that was seen', () => {
    const run = assembleRun(streamsOf(EVENTS.slice(0, 7)));
    // The last of 600 samples, one a millisecond.
    expect(run).toMatchObject({ status: 'killed', endedNs: 1.599e9 });
    expect(run.phases.map((phase) => phase.ended)).toEqual([true, false]);
    expect(run.phases[1]).toMatchObject({ beganNs: 1.3e9, endedNs: 1.599e9 });
    expect(run.phases[1]?.samples.count).toBe(300);
  });

  it('that was killed counts a request that ended after the last sample as seen', () => {
    const late = { ...countedRow(4), endNs: 1.9e9 };
    const run = assembleRun({ ...streamsOf(EVENTS.slice(0, 7)), requests: [...requests, late] });
    expect(run.endedNs).toBe(1.9e9);
  });

  it('that was killed before any sample ends with its last event', () => {
    const run = assembleRun({ ...streamsOf(EVENTS.slice(0, 3)), samples: emptySamples() });
    expect(run).toMatchObject({ status: 'killed', endedNs: 1.15e9 });
  });

  it('that was killed immediately has no phase', () => {
    const run = assembleRun({
      samples: emptySamples(),
      survey: new Map(),
      requests: [],
      events: [BEGAN],
    });
    expect(run).toMatchObject({ status: 'killed', beganNs: 1e9, endedNs: 1e9, phases: [] });
  });

  it.each(['complete', 'interrupted', 'failed'] as const)('says that it was %s', (status) => {
    const events: RunEvent[] = [BEGAN, { kind: 'run-ended', atNs: 2e9, status }];
    expect(
      assembleRun({ samples: emptySamples(), survey: new Map(), requests: [], events }).status,
    ).toBe(status);
  });

  it('is none without the event that begins it', () => {
    expect(() => assembleRun(streamsOf(EVENTS.slice(1)))).toThrow('no run-began event');
  });
});

describe('a run directory', () => {
  it('gives back the run that was recorded', async () => {
    const folder = temporaryFolder();
    const recorder = new RunRecorder(folder);
    for (const event of EVENTS) recorder.event(event);
    for (const row of requests) recorder.request(row);
    recorder.samples(countedSamples(600));
    await recorder.close();
    expect(plainRun(await readRun(folder))).toEqual(plainRun(assembleRun(streamsOf(EVENTS))));
  });

  it('names the files that lack their end', async () => {
    const folder = temporaryFolder();
    const recorder = new RunRecorder(folder);
    for (const event of EVENTS) recorder.event(event);
    recorder.samples(countedSamples(600));
    await recorder.close();
    const file = join(folder, 'samples.arrows');
    truncateSync(file, statSync(file).size - 8);
    const run = await readRun(folder);
    expect(run).toMatchObject({ status: 'complete', damagedFiles: ['samples.arrows'] });
  });

  it('of a run that was killed before a row was written returns the existing data', async () => {
    const folder = temporaryFolder();
    for (const file of ['samples.arrows', 'survey.arrows', 'requests.arrows'])
      writeFileSync(join(folder, file), '');
    writeFileSync(
      join(folder, 'events.jsonl'),
      `${JSON.stringify(BEGAN)}\n{"kind":"phase-began","phase":"load","atNs":2000000000}\n{"kind":"mod`,
    );
    const run = await readRun(folder);
    expect(run).toMatchObject({ status: 'killed', endedNs: 2e9 });
    expect(run.phases).toMatchObject([{ name: 'load', ended: false, requests: [] }]);
  });
});

it('names the missing file of a run, and what to do', async () => {
  const folder = temporaryFolder();
  const recorder = new RunRecorder(folder);
  recorder.event(BEGAN);
  await recorder.close();
  rmSync(join(folder, 'requests.arrows'));
  await expect(readRun(folder)).rejects.toMatchObject({
    code: 'RUN_UNREADABLE',
    message: expect.stringMatching(/requests\.arrows" is missing.*Copy the whole/),
  });
});
