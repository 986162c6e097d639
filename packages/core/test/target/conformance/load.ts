import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { LoadPlan } from '../../../src/target/server/load/load-plan.ts';
import type { LoadOutcome, LoadRequest } from '../../../src/target/server/load/load-request.ts';
import { toRequestRow } from '../../../src/target/server/request/to-request-row.ts';
import { isLoadRunner } from '../../../src/target/load-runner.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import type { Target } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

const REQUESTS = 12;
const GAP_NS = 20e6;
const idle = new AbortController().signal;

type Row = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

/** Runs a load on a target that runs whole loads itself. */
export async function runLoad(
  target: Target,
  concurrency: number,
  plan: Pick<LoadPlan, 'requests'>,
): Promise<Row[]> {
  if (!isLoadRunner(target)) throw new Error('The target runs no loads.');
  const connections = { connections: concurrency, maxConcurrency: concurrency };
  const load = await target.openLoad(connections);
  try {
    const outcomes: LoadOutcome[] = [];
    await load.run(
      {
        end: { kind: 'all' },
        onOver: (outcome) => outcomes.push(outcome),
        ...plan,
      },
      idle,
    );
    return outcomes.map((outcome) => toRequestRow(outcome, 'load'));
  } finally {
    await load.close();
  }
}

/** A request of a load. */
export function loadRequest(model: string, prompt: string, scheduledNs = Number.NaN): LoadRequest {
  return {
    scheduledNs,
    offeredTokens: Number.NaN,
    context: '',
    isWarmup: false,
    model,
    messages: [{ role: 'user', content: prompt }],
    maxTokens: 6,
    isGreedy: true,
  };
}

/** Whole loads, where a target runs them itself. */
export function describeLoad(subject: ConformanceSubject): void {
  const { model, parallel } = subject;

  describe('a load', () => {
    const target = useLoadedTarget(subject);

    it('serves every request of a closed loop', async () => {
      const requests = Array.from({ length: REQUESTS }, (_, index) =>
        loadRequest(model, `north ${index}`),
      );
      const beganNs = nowNs();
      const rows = await runLoad(target(), parallel, { requests });
      expect(rows).toHaveLength(REQUESTS);
      for (const row of rows) {
        expect(row).toMatchObject({ outcome: 'ok', errorMessage: '' });
        // Its turn comes before a connection is opened for it, where one is.
        const waits = Number.isNaN(row.connectedNs) ? [] : [row.connectedNs];
        const stampsNs = [beganNs, row.scheduledNs, ...waits, row.sentNs];
        expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
        expect(row.outputTokens).toBeGreaterThan(0);
        expect(row.endNs).toBeGreaterThanOrEqual(row.firstByteNs);
      }
    });

    it('sends each request of an open loop at its time or later, and keeps that time', async () => {
      const beginNs = nowNs() + GAP_NS;
      const scheduledNs = Array.from({ length: REQUESTS }, (_, index) => beginNs + index * GAP_NS);
      const requests = scheduledNs.map((due, index) => loadRequest(model, `south ${index}`, due));
      const rows = await runLoad(target(), REQUESTS, { requests });
      expect(rows.map((row) => row.scheduledNs).toSorted((a, b) => a - b)).toEqual(scheduledNs);
      for (const row of rows) {
        expect(row).toMatchObject({ outcome: 'ok', errorMessage: '' });
        expect(row.sentNs).toBeGreaterThanOrEqual(row.scheduledNs);
      }
    });
  });
}
