import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { LiveAggregate } from '../../../src/live/live-aggregate.ts';
import { plannedPhases } from '../../../src/runner/plan/planned-phases.ts';

/** The plan of a load phase with these stages. */
function planOf(...stages: readonly object[]) {
  const config = parseConfig({
    phases: { load: { idle: '1s', duration: '20s', cooldown: '2s', stages } },
    phase: 'load',
    slos: { responseLatency: '1s' },
  });
  return plannedPhases(config);
}

describe('the plan of a run', () => {
  it('adds up the windows and stages of a phase and names the stages', () => {
    const closed = { kind: 'closed' };
    expect(planOf(closed, { kind: 'open', rate: 4 })).toEqual([
      { name: 'load', plannedMs: 23_000, stages: ['closed', 'open'] },
    ]);
    expect(planOf(closed, { kind: 'ramp', from: 1, to: 8, duration: '5s' })).toEqual([
      { name: 'load', plannedMs: 28_000, stages: ['closed', 'ramp'] },
    ]);
  });

  it.each([
    { kind: 'closed', requests: 500 },
    { kind: 'trace', file: 'trace.jsonl' },
    { kind: 'sweep', parameter: 'concurrency', from: 1, to: 8 },
  ])('has no planned duration with a stage that does not end by time: $kind', (stage) => {
    const [phase] = planOf(stage);
    expect(phase?.plannedMs).toBeNaN();
    expect(phase?.stages).toEqual([stage.kind]);
  });

  it('has no remaining time before an open-ended phase has run', () => {
    const config = parseConfig({
      phases: { load: { stages: [{ kind: 'closed', requests: 500 }] } },
    });
    const plan = plannedPhases(config);
    expect(plan.map(({ plannedMs }) => Number.isNaN(plannedMs))).toEqual([false, false, true]);
    expect(new LiveAggregate(plan, () => 1).figures().leftMs).toBeNaN();
  });
});
