import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import type { ExpectedLoad } from '../../../src/phase/phase.ts';
import { runOpenLoop } from '../../../src/phase/step/open-loop.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';
import { createRandom } from '../../../src/workload/random.ts';
import { makeSchedule, type ScheduleSpec } from '../../../src/workload/schedule.ts';
import { targetFor } from '../../target/http/target-for.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();

/** Sends a schedule to a server of known timing. */
async function send(spec: ScheduleSpec) {
  const server = createMockServer({ timeToFirstTokenMs: 1, gapMs: 0, tokens: 2 });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url, { maxConnections: 64 });
  onCleanup(() => target.stop());
  await target.start();
  const expected: ExpectedLoad[] = [];
  const client = {
    calibrate: (load: ExpectedLoad) => {
      expected.push(load);
      return Promise.resolve();
    },
  };
  const phase = new RecordedPhase(target, 'unload-first', { client });
  const supply = new WordPrompts(phase.context, 4, 2);
  const schedule = makeSchedule(spec, createRandom(1, 'arrivals'));
  const { origin } = supply;
  const prompts = supply.of('open-loop');
  await runOpenLoop(phase.context, 'mock', { stage: 'open-loop', schedule, prompts, origin });
  return { phase, expected };
}

describe('a schedule that is handed over', () => {
  it.each([
    [[0, 0, 0, 300], 4],
    [[0, 10, 20, 1015, 1016], 3],
    [[5], 1],
  ])(
    'is sent whole at %j ms, and the client is made ready for its busiest second',
    async (atMs, most) => {
      const { phase, expected } = await send({ shape: 'trace', atMs, speed: 1 });
      expect(phase.rows.map(({ outcome }) => outcome)).toEqual(atMs.map(() => 'ok'));
      expect(expected).toEqual([{ ratePerSecond: most }]);
      const inOrder = phase.rows.toSorted((one, other) => one.intendedNs - other.intendedNs);
      const firstNs = inOrder[0]?.intendedNs ?? 0;
      const offsetsMs = inOrder.map((row) => (row.intendedNs - firstNs) / 1e6);
      for (const [index, ms] of offsetsMs.entries()) {
        // Stamps are doubles of nanoseconds.
        expect(ms).toBeCloseTo((atMs[index] ?? 0) - (atMs[0] ?? 0), 4);
      }
      // A trace has no end of its own: its window holds every answer, also those of a burst.
      const endedNs = phase.events.find(({ kind }) => kind === 'window-ended')?.atNs ?? 0;
      expect(phase.rows.every((row) => row.endNs <= endedNs)).toBe(true);
      expect(inOrder.every((row) => row.sentNs >= row.intendedNs)).toBe(true);
    },
  );
});
