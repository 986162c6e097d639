import type { AgentPresence } from '../../../../src/fleet/protocol/presence.ts';

/** Presence of an idle load agent. */
export function presenceOf(name: string, given: Partial<AgentPresence> = {}): AgentPresence {
  return {
    name,
    instance: `${name}-1`,
    version: '1.0.0',
    protocol: 1,
    roles: ['load'],
    machine: name,
    bootId: 'boot',
    beatEpochMs: 0,
    beat: 1,
    ...given,
  };
}

/** A clock that the test moves, CLOCK_MONOTONIC nanoseconds. */
export class TestClock {
  ns = 1e9;

  readonly now = (): number => this.ns;

  passMs(ms: number): void {
    this.ns += ms * 1e6;
  }
}
