import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import type { ExpectedLoad } from '../../../../src/phase/phase.ts';
import { targetFor } from '../../../target/server/target-for.ts';
import { useCleanup } from '../../../target/transport/transport-run.ts';
import { NO_FILES } from '../../../../src/workload/load-files.ts';
import { builtTrace } from '../../../workload/load-dataset/built-files.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { runStages, stageOf } from '../run-on.ts';

const onCleanup = useCleanup();

/** Sends requests at these times to a mock server. */
async function send(atMs: readonly number[]) {
  const server = createMockServer({
    timeToFirstTokenMs: 1,
    interTokenLatencyMs: 0,
    outputTokens: 2,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url, { maxConcurrency: 64 });
  onCleanup(() => target.stop());
  await target.start();
  const expected: ExpectedLoad[] = [];
  const client = {
    calibrate: (load: ExpectedLoad) => {
      expected.push(load);
      return Promise.resolve();
    },
  };
  const rows = atMs.map((at) => ({ atMs: at, inputTokens: 4, outputTokens: 2 }));
  const files = { ...NO_FILES, traces: new Map([['trace', builtTrace(rows)]]) };
  const phase = new RecordedPhase(target, 'unload-first', { client, files });
  await runStages(phase, [{ kind: 'trace', file: 'trace.jsonl' }], { model: 'mock' });
  return { phase, expected };
}

describe('a schedule that is handed over', () => {
  it.each([
    [[0, 0, 0, 300], 4],
    [[0, 10, 20, 1015, 1016], 3],
    [[5], 1],
  ])(
    'is sent completely at %j ms, with the client calibrated for its busiest second',
    async (atMs, most) => {
      const { phase, expected } = await send(atMs);
      expect(phase.rows.map(({ outcome }) => outcome)).toEqual(atMs.map(() => 'ok'));
      expect(expected).toEqual([{ ratePerSecond: most }]);
      const inOrder = phase.rows.toSorted((one, other) => one.scheduledNs - other.scheduledNs);
      const firstNs = inOrder[0]?.scheduledNs ?? 0;
      const offsetsMs = inOrder.map((row) => (row.scheduledNs - firstNs) / 1e6);
      for (const [index, ms] of offsetsMs.entries()) {
        // Timestamps are doubles of nanoseconds.
        expect(ms).toBeCloseTo((atMs[index] ?? 0) - (atMs[0] ?? 0), 4);
      }
      // A trace has no end time, so its window includes every response, also those of a burst.
      const [window] = stageOf(phase, 'trace').windows;
      expect(window?.endedNs).toBe(Math.max(...phase.rows.map(({ endNs }) => endNs)));
      expect(window?.beganNs).toBe(Math.min(...phase.rows.map(({ sentNs }) => sentNs)));
      expect(inOrder.every((row) => row.sentNs >= row.scheduledNs)).toBe(true);
    },
  );
});
