import { describe, expect, it } from 'vitest';
import { findUnmeasured, type Findings } from '../../../src/doctor/server/find-unmeasured.ts';

const COMPLETE: Findings = {
  kind: 'vllm',
  reports: {
    usage: true,
    cachedTokens: true,
    tokenizer: true,
    metrics: true,
    contextLength: true,
  },
  process: { pid: 7, status: 'confirmed', canBeSampled: true, detail: 'it listens on the port' },
  streamed: undefined,
  canManageModels: false,
  roundTrip: { kind: 'measured', ms: 0.1 },
};

/** What is not measured, besides loading models: this server keeps its own. */
function gaps(changed: Partial<Findings>): Record<string, string> {
  const found = findUnmeasured({ ...COMPLETE, ...changed });
  const others = found.filter(({ what }) => what !== 'model load time and switching');
  return Object.fromEntries(others.map(({ what, change }) => [what, change]));
}

const MEMORY = 'memory, CPU and GPU of the server';
const NETWORK = 'round trip, and the network part of TTFT';

describe('findUnmeasured', () => {
  it('lists nothing where everything is measured, or a Unix socket has no network', () => {
    expect(gaps({})).toEqual({});
    expect(gaps({ roundTrip: { kind: 'local' } })).toEqual({});
  });

  it('names the flag that samples a process, unless the native part is missing', () => {
    const process = { ...COMPLETE.process, status: 'found' as const };
    expect(gaps({ process })).toEqual({ [MEMORY]: 'pass --pid auto' });
    expect(gaps({ process, nativeHelp: 'install it' })).toEqual({ [MEMORY]: 'install it' });
  });

  it('says where the round trip would be known', () => {
    const encrypted = gaps({ roundTrip: { kind: 'encrypted' } });
    expect(encrypted[`${NETWORK}: known only over http`]).toMatch(/^pass its http URL/);
    expect(gaps({ roundTrip: { kind: 'unknown' }, nativeHelp: 'install it' })).toMatchObject({
      [NETWORK]: 'install it',
    });
  });
});
