import { describe, expect, it, vi } from 'vitest';
import { accompany, type AccompaniedRun } from '../../src/runner/run-companion.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';
import type { RunEvent } from '../../src/stream/events/run-event.ts';

const EXCHANGE: RunEvent = {
  kind: 'clock-exchanged',
  atNs: 3,
  sentNs: 1,
  remoteNs: 2,
  receivedNs: 3,
};

describe('a companion of a run', () => {
  it('ends the run with the reason when its event cannot be written, and sees no error itself', async () => {
    const full = new LoadcellError('RECORDING', 'the disk is full');
    const abort = vi.fn<(reason: unknown) => void>();
    const recorder = {
      event: () => {
        throw full;
      },
    };
    let run: AccompaniedRun | undefined;
    const companion = {
      begin: (begun: AccompaniedRun) => {
        run = begun;
        return Promise.resolve();
      },
      end: () => Promise.resolve(),
    };
    await accompany(companion, { runDir: '/run', recorder, abort }, async () => {
      await Promise.resolve();
      expect(() => run?.record(EXCHANGE)).not.toThrow();
    });
    expect(run?.runDir).toBe('/run');
    expect(abort.mock.calls).toEqual([[full]]);
  });
});
