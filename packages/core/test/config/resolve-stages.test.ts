import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';

const slos = { ttft: 200 };
const sweep = { kind: 'sweep', parameter: 'rate', from: 1, to: 2 };
const trace = { kind: 'trace', file: 't.jsonl' };

describe('the stages of a load', () => {
  function stagesOf(load: unknown) {
    return parseConfig({ slos, phases: { load } }).phaseOptions.load.stages;
  }

  it('are named after their kinds, counted, and never as another was named', () => {
    const closed = { kind: 'closed' };
    const stages = stagesOf({ stages: [closed, { ...closed, name: 'closed-2' }, closed, sweep] });
    expect(stages.map(({ name }) => name)).toEqual(['closed', 'closed-2', 'closed-3', 'sweep']);
  });

  it('share the duration of the phase where they end by time and name none', () => {
    const stages = stagesOf({
      duration: '30s',
      stages: [
        { kind: 'closed' },
        { kind: 'closed', requests: 5 },
        { kind: 'open', duration: '7s' },
        { kind: 'ramp', from: 1, to: 2 },
        trace,
        sweep,
      ],
    });
    expect(stages).toMatchObject([
      { end: { kind: 'time', durationMs: 15_000, minRequests: 64 } },
      { end: { kind: 'count', requests: 5 } },
      { end: { kind: 'time', durationMs: 7000 } },
      { durationMs: 15_000 },
      { speed: 1 },
      { durationMs: 10_000 },
    ]);
  });

  it('run until decided, for 10 minutes by default, and take no share of the phase', () => {
    const { stages } = parseConfig({
      successCriteria: { p95ResponseTime: 2000 },
      phases: {
        load: {
          duration: '30s',
          stages: [
            { kind: 'closed', until: 'decided' },
            { kind: 'open', until: 'decided', maxDuration: '90s' },
            { kind: 'open', rate: 1 },
          ],
        },
      },
    }).phaseOptions.load;
    expect(stages).toMatchObject([
      { end: { kind: 'decided', maxDurationMs: 600_000 } },
      { end: { kind: 'decided', maxDurationMs: 90_000 } },
      { end: { kind: 'time', durationMs: 30_000 } },
    ]);
  });

  it('take a share of the closed stage that came last, or of the one that they name', () => {
    const stages = stagesOf({
      stages: [
        { kind: 'closed', name: 'a' },
        { kind: 'closed', name: 'b' },
        { kind: 'open', rate: { share: 0.9 } },
        { kind: 'open', rate: { of: 'a' } },
      ],
    });
    expect(stages.slice(2)).toMatchObject([
      { rate: { of: 'b', share: 0.9 } },
      { rate: { of: 'a', share: 0.5 } },
    ]);
  });
});
