import { describe, expect, it } from 'vitest';
import { LoadcellError } from '../../../src/spec/error/errors.ts';
import type { FleetFacts } from '../../../src/stream/machines/fleet-facts.ts';
import { asked, judged } from '../judged-run.ts';

const LOST = {
  kind: 'machine-lost',
  atNs: 1,
  machine: 'b',
  reason: 'recorded data could not be written. Earlier data is readable.',
} as const;
const MISSING = { kind: 'fleet-unreliable', atNs: 1, reason: 'slice 0 of 2 is missing' } as const;

/** A run over several machines in which no phase ran. */
function unmeasured(fleet: Partial<FleetFacts>, status: 'complete' | 'failed', error?: Error) {
  const ofOthers = {
    phase: 'cross-model',
    reason: 'slice 0 runs it',
    isOfOtherWorker: true,
  } as const;
  const verdict = judged([], {
    phases: [asked('cross-model')],
    streams: {
      status,
      skipped: [ofOthers],
      damagedFiles: [],
      fleet: { machines: [], lost: [], unreliable: [], ...fleet },
      ...(error === undefined ? {} : { error }),
    },
  });
  return { ...verdict, messages: verdict.errors.map(({ message }) => message) };
}

describe('a run over several machines without a phase that ran', () => {
  it('names a machine that was lost, with the reason', () => {
    const { messages, exitCode } = unmeasured({ lost: [LOST] }, 'complete');
    expect(messages).toEqual([
      'Machine b was lost: recorded data could not be written. Earlier data is readable.',
    ]);
    expect(exitCode).toBe(4);
  });

  it('does not pass where the machine that runs the phase alone is missing', () => {
    const { messages, exitCode, status } = unmeasured({ unreliable: [MISSING] }, 'complete');
    expect({ status, exitCode }).toEqual({ status: 'fail', exitCode: 4 });
    expect(messages).toEqual(['Slice 0 of 2 is missing.']);
    expect(unmeasured({}, 'complete').exitCode).toBe(0);
  });

  it('names a machine once, and blames the target only where it failed', () => {
    const full = new LoadcellError('RECORDING', `machine b: ${LOST.reason}`, {
      help: 'free space',
    });
    const ofMachine = unmeasured({ lost: [LOST], unreliable: [MISSING] }, 'failed', full);
    expect(ofMachine).toMatchObject({ errors: [full], exitCode: 4 });
    const died = new LoadcellError('TARGET_DIED', 'machine c: the server exited');
    const ofTarget = unmeasured({ lost: [LOST] }, 'failed', died);
    expect(ofTarget.exitCode).toBe(3);
    expect(ofTarget.messages).toHaveLength(2);
  });
});
