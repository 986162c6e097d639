import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { moveNs } from '../../../src/merge/clock/align-parts.ts';
import { EVENT_RULES } from '../../../src/merge/events/event-rules.ts';
import { moveEvent } from '../../../src/merge/events/move-event.ts';
import type { NumberedPart } from '../../../src/merge/part/numbered-part.ts';
import { sourceNumbers } from '../../../src/merge/part/source-numbers.ts';
import { RunEventSchema } from '../../../src/stream/events/run-event.ts';
import { RUN_FORMAT } from '../../../src/stream/files/run-directory.ts';
import { ONE_OF_EACH_EVENT } from '../../stream/built/one-of-each-event.ts';

/** Fields in nanoseconds that are no times of a clock, or are of the clock of one machine alone. */
const NO_STAMPS = new Set([
  'durationNs',
  'clientCpuNs',
  'timingErrorP99Ns',
  // Not in a merged run.
  'remoteNs',
  'receivedNs',
]);

const BY_NS = 1e9;

const part: NumberedPart = {
  path: '',
  machine: 'b',
  roles: ['load'],
  file: {
    format: RUN_FORMAT,
    name: '',
    test: { outputDir: '', verbose: false },
    phases: [],
    criteria: {},
    acceptInconclusive: false,
    stages: {},
    environment: {
      os: '',
      kernel: '',
      arch: '',
      cpuModel: '',
      cpuCount: 1,
      memoryBytes: 1,
      node: '',
      loadcell: '',
      target: '',
      models: [],
    },
  },
  events: [],
  damagedFiles: [],
  beganNs: 0,
  endedNs: 0,
  clockEpochMs: 0,
  line: { atNs: 0, offsetNs: BY_NS, drift: 0 },
  clock: { source: 'wall-clock', offsetNs: BY_NS, driftPpm: 0, boundNs: Number.NaN },
  numbers: sourceNumbers({ machines: 1, endpoints: 2, series: 5, devices: 3 }),
};

describe('events of a merged run', () => {
  it('have a rule for every kind', () => {
    const kinds = RunEventSchema.options.map(({ shape }) => shape.kind.value);
    expect(Object.keys(EVENT_RULES).toSorted()).toStrictEqual(kinds.toSorted());
  });

  it.each(ONE_OF_EACH_EVENT.map((event) => [event.kind, event] as const))(
    'have every stamp of %s by the clock of the run',
    (kind, event) => {
      const moved = z.record(z.string(), z.unknown()).parse(moveEvent(event, part));
      for (const [name, value] of Object.entries(event)) {
        if (typeof value !== 'number' || !name.endsWith('Ns') || NO_STAMPS.has(name)) continue;
        if (kind === 'clock-exchanged' && name === 'sentNs') continue;
        expect([name, moved[name]]).toStrictEqual([name, value + BY_NS]);
      }
    },
  );

  it.each([1e-5, 0, -1e-5])('keep requests within their window by a drift of %d', (drift) => {
    const drifting = { ...part, line: { ...part.line, drift } };
    const [windowBeganNs, windowEndedNs] = [2e9, 12e9];
    const ended = { kind: 'stage-ended', phase: 'load', stage: 'closed' } as const;
    const event = { ...ended, atNs: windowEndedNs, windowBeganNs, windowEndedNs };
    const moved = z.object({ windowEndedNs: z.number() }).parse(moveEvent(event, drifting));
    for (const sentNs of [windowBeganNs, 7e9, windowEndedNs - 1]) {
      const beyondNs = moved.windowEndedNs - (windowEndedNs + moveNs(drifting, sentNs));
      expect(beyondNs).toBeGreaterThanOrEqual(0);
      // Over the ten seconds, rounded.
      expect(beyondNs).toBeLessThanOrEqual(1e5 + 1);
    }
  });

  it('keep the numbers of processes, endpoints, series and devices of machines apart', () => {
    const numbered = ONE_OF_EACH_EVENT.map((event) => moveEvent(event, part));
    const edge = numbered.find(({ kind }) => kind === 'server-edge');
    expect(edge).toMatchObject({ endpoint: 2, buckets: [{ series: 8 }] });
    const started = numbered.find(({ kind }) => kind === 'target-started');
    expect(started).toMatchObject({ pid: 7 + 2 ** 22 });
    const { source, pid } = part.numbers;
    expect([source('gpu.usedBytes', 0), source('server.queueTime.sum', 1)]).toStrictEqual([3, 6]);
    expect([source('serverScrape.sizeBytes', 0), source('pressure.cpuSomeNs', 1)]).toStrictEqual([
      2, 1025,
    ]);
    expect(pid(0)).toBe(0);
  });
});
