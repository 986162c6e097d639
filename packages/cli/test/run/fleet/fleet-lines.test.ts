import type { FleetFigures } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { fleetView } from '../../../src/run/fleet/fleet-lines.ts';

const asIs = (text: string): string => text;
const palette = {
  bold: asIs,
  dim: asIs,
  green: asIs,
  red: (text: string): string => `<red>${text}</red>`,
};
const frame = { title: '[1/1] load', step: 'preparing', columns: 80, palette };

const busy: FleetFigures = {
  phase: 'load',
  stage: 'closed',
  loadAgents: 3,
  successful: 1234,
  failed: 0,
  requestsPerSecond: 56.24,
  memory: [{ machine: 'gpu-1', bytes: 4 * 2 ** 30 }],
  awaited: [],
  silent: [],
};

function viewOf(given: Partial<FleetFigures> = {}): ReturnType<typeof fleetView> {
  return fleetView(() => ({ ...busy, ...given }));
}

describe('the live view of a fleet', () => {
  it('has one line for all load agents, and the memory of each watching agent', () => {
    expect(viewOf().lines(frame)).toEqual([
      '[1/1] load · closed · 3 load agents',
      'requests  1,234 · 0 failed · 56.2 req/s',
      'memory    4.0 GiB on gpu-1',
    ]);
  });

  it('shows the step before the first stage, and no request', () => {
    const before = {
      loadAgents: 1,
      successful: 0,
      failed: 0,
      requestsPerSecond: Number.NaN,
      memory: [],
      awaited: [],
      silent: [],
    };
    expect(fleetView(() => before).lines(frame)).toEqual(['[1/1] load · preparing · 1 load agent']);
  });

  it('names the agents that others wait for, and those that are silent', () => {
    const silent = [{ name: 'b', silenceMs: 4200 }];
    expect(
      viewOf({ awaited: ['a'], silent })
        .lines(frame)
        .at(-1),
    ).toBe('agents    <red>waiting for a · b silent for 4.2 s</red>');
  });

  it('marks failed requests', () => {
    expect(viewOf({ failed: 2 }).lines(frame)[1]).toContain('<red>1,236 · 2 failed');
  });

  it('is one line in a log', () => {
    expect(viewOf({ awaited: ['a'] }).line(frame)).toBe(
      '[1/1] load · closed · 3 load agents · 1,234 requests · 0 failed · 56.2 req/s · memory 4.0 GiB on gpu-1 · waiting for a',
    );
  });
});
