import { describe, expect, it } from 'vitest';
import { FleetView } from '../../../../src/fleet/coordinator/live/fleet-view.ts';
import type { AgentCounts } from '../../../../src/fleet/protocol/live.ts';
import { TestClock } from '../support/presence-of.ts';

function counts(machine: string, given: Partial<AgentCounts> = {}): AgentCounts {
  return { machine, role: 'load', phase: 'load', stage: 'main', ...given };
}

function viewOf(silence: Readonly<Record<string, number>> = {}): {
  view: FleetView;
  clock: TestClock;
} {
  const clock = new TestClock();
  const view = new FleetView(
    {
      loadAgents: ['a', 'b'],
      agents: ['a', 'b', 'w'],
      awaited: () => ['b'],
      silenceMs: (name) => silence[name] ?? 0,
    },
    clock.now,
  );
  return { view, clock };
}

describe('FleetView', () => {
  it('sums the counts of all load agents', () => {
    const { view } = viewOf();
    view.take(counts('a', { successful: 7, failed: 1 }));
    view.take(counts('b', { successful: 4, failed: 0 }));
    view.take(counts('a', { successful: 8, failed: 1 }));
    expect(view.figures()).toMatchObject({
      phase: 'load',
      stage: 'main',
      loadAgents: 2,
      successful: 12,
      failed: 1,
      awaited: ['b'],
    });
  });

  it('counts no requests of another stage', () => {
    const { view } = viewOf();
    view.take(counts('b', { stage: 'earlier', successful: 100 }));
    view.take(counts('a', { successful: 3 }));
    expect(view.figures()).toMatchObject({ stage: 'main', successful: 3 });
  });

  it('has the rate of the last seconds, from the second count on', () => {
    const { view, clock } = viewOf();
    view.take(counts('a', { successful: 0 }));
    expect(view.figures().requestsPerSecond).toBeNaN();
    for (let second = 1; second <= 10; second += 1) {
      clock.passMs(1000);
      view.take(counts('a', { successful: second <= 5 ? 0 : (second - 5) * 20 }));
    }
    expect(view.figures().requestsPerSecond).toBe(20);
  });

  it('shows the memory of each watcher, and who is silent', () => {
    const { view } = viewOf({ b: 4000, a: 2000 });
    view.take({ machine: 'w', role: 'watch', memoryBytes: 1024 });
    expect(view.figures()).toMatchObject({
      memory: [{ machine: 'w', bytes: 1024 }],
      silent: [{ name: 'b', silenceMs: 4000 }],
    });
  });

  it('ignores machines that are not in the run', () => {
    const { view } = viewOf();
    view.take(counts('stranger', { successful: 9 }));
    expect(view.figures()).toMatchObject({ successful: 0, memory: [] });
  });
});
