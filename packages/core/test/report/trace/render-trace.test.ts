import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildModel, type EventModel, type TraceModel } from '@tracerbench/trace-model';
import { describe, expect, test } from 'vitest';
import { findReportFormat } from '../../../src/report/report-formats.ts';
import { renderTrace } from '../../../src/report/trace/render-trace.ts';
import { writeReport } from '../../../src/report/write-report.ts';
import type { RunStreams } from '../../../src/stream/phase-streams.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { concluded } from '../concluded.ts';

/** Reads a trace with TracerBench, an independent reader of the format. */
function read(streams: RunStreams): TraceModel {
  return buildModel(JSON.parse([...renderTrace(streams, 'A run')].join('')));
}

function isOf(category: string) {
  return (event: EventModel): boolean => event.hasCategory(category);
}

/** Microseconds since the run began, as in the reader. */
function us(streams: RunStreams, atNs: number): number {
  return (atNs - streams.beganNs) / 1000;
}

const run = runOf([
  builtBaseline()
    .event(5000, (place) => ({ kind: 'mark', ...place, name: 'half' }))
    .event(100, (place) => ({ kind: 'span', ...place, name: 'warm', durationNs: 30e6 }))
    .surveyed('processMemory.swapBytes', 10, 0)
    .surveyed('processMemory.swapBytes', 20, 0)
    .surveyed('processMemory.swapBytes', 30, 4096)
    .surveyed('gpu.powerWatts', 10, 70, 0, 0)
    .surveyed('gpu.powerWatts', 10, 90, 0, 1)
    .build(5900),
  builtCrossModel().build(3700),
  builtLoad().build(5500),
]);
const trace = read(run);

describe('renderTrace', () => {
  test('has a slice with the times of each request, over slices of only its parts', () => {
    const slices = trace.events.filter(isOf('request'));
    const requests = run.phases.flatMap((phase) => phase.requests);
    expect(slices).toHaveLength(requests.length);
    const parts = trace.events.filter(isOf('part'));
    expect(parts.every(({ parent }) => parent?.hasCategory('request'))).toBe(true);
    for (const { purpose, id, scheduledNs, sentNs, firstTokenNs, lastTokenNs, endNs } of requests) {
      const slice = slices.find(
        (one) => one.name === `${purpose} ${id}` && one.start === us(run, scheduledNs),
      );
      expect(slice?.end).toBeCloseTo(us(run, endNs), 3);
      const within = parts.filter(({ parent }) => parent === slice);
      const at = (name: string) => within.find((one) => one.name === name);
      expect(at('prefill')?.start).toBeCloseTo(us(run, sentNs), 3);
      expect(at('prefill')?.end).toBeCloseTo(us(run, firstTokenNs), 3);
      // A response of one event has nothing to decode.
      const decodedUs = at('decode')?.end ?? us(run, firstTokenNs);
      expect(decodedUs).toBeCloseTo(us(run, lastTokenNs), 3);
      expect(within.reduce((sum, one) => sum + one.duration, 0)).toBeCloseTo(
        slice?.duration ?? 0,
        3,
      );
    }
  });

  test('uses as many request lanes as the maximum in flight', () => {
    const threadsOf = (name: string): string[] =>
      trace.processes
        .find((process) => process.name === `phase ${name}`)
        ?.threads.filter((thread) => thread.events.some(isOf('request')))
        .map((thread) => thread.name) ?? [];
    expect(threadsOf('baseline')).toEqual(['requests, lane 1']);
    expect(threadsOf('load').slice(0, 4)).toEqual([1, 2, 3, 4].map((n) => `requests, lane ${n}`));
  });

  test('keeps every sample of resident memory in the counters', () => {
    const phase = builtBaseline().build(5900);
    const { samples } = phase;
    const alone = runOf([phase]);
    const counters = read(alone).events.filter((one) => one.isCounter() && one.name === 'rssBytes');
    let next = 0;
    let value: unknown = Number.NaN;
    for (let row = 0; row < samples.count; row += 1) {
      const atUs = us(alone, samples.timeNs[row] ?? Number.NaN);
      for (; (counters[next]?.start ?? Infinity) <= atUs; next += 1) {
        value = counters[next]?.getArg('bytes');
      }
      expect(value).toBe(samples.rssBytes[row]);
    }
    // Constant memory is written once.
    expect(counters.length).toBeLessThan(samples.count / 10);
  });

  test('has what the survey read, by process and by device, once per change', () => {
    const values = (name: string): unknown[] =>
      trace.events
        .filter((one) => one.isCounter() && one.name === name)
        .map((one) => [trace.processes.find(({ id }) => id === one.pid)?.name, one.args]);
    expect(values('processMemory.swapBytes')).toEqual([
      ['process 42', { bytes: 0 }],
      ['process 42', { bytes: 4096 }],
    ]);
    expect(values('gpu.powerWatts 1')).toEqual([['machine', { watts: 90 }]]);
  });

  test('has slices for phases, windows, loads, switches and spans, and instants for events', () => {
    const named = (category: string): string[] =>
      trace.events.filter(isOf(category)).map(({ name }) => name);
    expect(named('phase')).toEqual(['phase baseline', 'phase cross-model', 'phase load']);
    expect(new Set(named('window'))).toEqual(new Set(['idle', 'cooldown']));
    expect(named('activity')).toEqual(
      expect.arrayContaining(['load small', 'switch small to large']),
    );
    expect(trace.events.find((one) => one.isComplete() && one.name === 'warm')?.duration).toBe(
      30_000,
    );
    const half = trace.events.find((one) => one.isInstant() && one.name === 'half');
    expect(half?.start).toBe(5_000_000);
  });

  test('has a slice for a stage over its warm-up, its measurement window and its drain', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 300, 1300, { beganMs: 100, endedMs: 1400, warmupRequests: 4 })
      .request({ purpose: 'load', sentMs: 300, chunksMs: [320] })
      .stage('burst', 1500, 1700)
      .build(2000);
    const { events } = read(runOf([phase]));
    const stages = events.filter(isOf('stage'));
    expect(stages.map(({ name, start, end }) => [name, start, end])).toEqual([
      ['stage closed', 100_000, 1_400_000],
      ['stage burst', 1_500_000, 1_700_000],
    ]);
    expect(stages[0]?.args).toEqual({ load: 'concurrency 4', requests: 1 });
    const parts = events.filter(isOf('stage-part'));
    expect(parts.map(({ name, start, end, parent }) => [parent, name, start, end])).toEqual([
      [stages[0], 'warm-up', 100_000, 300_000],
      [stages[0], 'measurement window', 300_000, 1_300_000],
      [stages[0], 'drain', 1_300_000, 1_400_000],
      [stages[1], 'measurement window', 1_500_000, 1_700_000],
    ]);
    expect(events.find(isOf('request'))?.args).toMatchObject({ stage: 'closed' });
  });

  test('has one slice for a stage in parts, over the window of each part', () => {
    const stage = trace.events.filter(
      (one) => isOf('stage')(one) && one.name === 'stage sequential',
    );
    expect(stage).toHaveLength(2);
    const windows = trace.events.filter(
      (one) => isOf('stage-part')(one) && one.parent === stage[1],
    );
    expect(windows.map(({ name }) => name)).toEqual(Array(4).fill('measurement window'));
  });

  test('extends the window of a stage that was cut off to the end of its phase', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 100)
      .request({ purpose: 'load', sentMs: 300, chunksMs: [320] })
      .build(900);
    const { events } = read(runOf([phase]));
    expect(
      events.filter(isOf('stage-part')).map(({ name, start, end }) => [name, start, end]),
    ).toEqual([
      ['preparation', 100_000, 300_000],
      ['measurement window', 300_000, 900_000],
    ]);
  });

  test('reports CPU time as a share of a core over steps', () => {
    const phase = new PhaseBuilder('p').memory({
      fromMs: 0,
      toMs: 500,
      rssBytes: 1,
      cpuMs: (ms) => ms * 1.5,
    });
    const cpu = read(runOf([phase.build(500)])).events.filter(
      ({ name }) => name === 'cpuUtilization',
    );
    expect(cpu.length).toBeGreaterThan(5);
    for (const one of cpu) expect(one.getArg('cores')).toBeCloseTo(1.5);
  });

  test('restarts the CPU time of a reused pid', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 200, rssBytes: 1, cpuMs: (ms) => 900 + ms })
      .memory({ fromMs: 300, toMs: 500, rssBytes: 1, cpuMs: (ms) => ms - 300 });
    const cpu = read(runOf([phase.build(500)])).events.filter(
      ({ name }) => name === 'cpuUtilization',
    );
    for (const one of cpu) expect(one.getArg('cores')).toBeCloseTo(1);
  });

  test('extends a request without an end to the end of its phase, and never shows an unmeasured value', () => {
    const phase = new PhaseBuilder('p').request({
      purpose: 'sequential',
      sentMs: 100,
      errorMessage: 'lost "half"',
    });
    const streams = runOf([phase.build(900)]);
    const [slice] = read(streams).events.filter(isOf('request'));
    expect([slice?.start, slice?.end]).toEqual([100_000, 900_000]);
    expect(slice?.args).toMatchObject({ outcome: 'error', errorMessage: 'lost "half"' });
    expect(slice?.args).not.toHaveProperty('outputTokens');
  });

  test('is a valid trace for an empty run', () => {
    expect(read(runOf([])).events.filter((one) => !one.isMetadata())).toEqual([]);
  });

  test('is written in parts and compressed', async () => {
    const path = join(temporaryFolder(), 'trace.json.gz');
    const format = findReportFormat('perfetto');
    if (format === undefined) throw new Error('no such format');
    expect([...renderTrace(run, 'A run')].length).toBeGreaterThan(3);
    await writeReport(format, { ...concluded(run.phases), streams: run }, path);
    const model = buildModel(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
    expect(model.events).toHaveLength(trace.events.length);
  });
});
