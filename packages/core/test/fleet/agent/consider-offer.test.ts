import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../src/fleet/agent/consider-offer.ts';
import type { AgentStatus } from '../../../src/fleet/agent/presence.ts';
import type { RunOffer } from '../../../src/fleet/protocol/offer.ts';

const OFFER: RunOffer = {
  runId: 'R1',
  version: '1.2.3',
  protocol: 1,
  role: 'load',
  slice: { index: 0, count: 2 },
  plan: { object: 'plan.json', sha256: '0'.repeat(64) },
  files: [],
  phases: ['load'],
  heartbeatMs: 1000,
};
const IDLE: AgentStatus = { busyWith: undefined, unable: undefined };
const LOADER = { version: '1.2.3', roles: ['load'] } as const;

describe('an offer', () => {
  it('is not refused by an idle agent of the role and version', () => {
    expect(refusalOf(OFFER, LOADER, IDLE)).toBeUndefined();
  });

  it.each([
    [{ version: '1.2.4' }, IDLE, 'version', 'has Loadcell 1.2.3, and the run needs Loadcell 1.2.4'],
    [{ protocol: 2 }, IDLE, 'version', 'protocol 2'],
    [{}, { ...IDLE, busyWith: 'R0' }, 'busy', 'is busy with run R0'],
    [{ role: 'watch' as const }, IDLE, 'role', 'has no role watch'],
  ])('of %j is refused with the reason', (change, status, code, reason) => {
    const reply = refusalOf({ ...OFFER, ...change }, LOADER, status);
    expect(reply).toEqual({ accepted: false, code, reason: expect.stringContaining(reason) });
  });

  it('to watch is refused while the target is absent, and one to load is not', () => {
    const both = { version: '1.2.3', roles: ['load', 'watch'] } as const;
    const status = { ...IDLE, unable: 'the server has exited' };
    expect(refusalOf({ ...OFFER, role: 'watch' }, both, status)).toMatchObject({
      code: 'unable',
      reason: 'cannot watch: the server has exited',
    });
    expect(refusalOf(OFFER, both, status)).toBeUndefined();
  });
});
