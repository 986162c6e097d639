import { describe, expect, it, vi } from 'vitest';
import { nowNs } from '../../../../src/stream/clock.ts';
import type { LoadOutcome, LoadRequest } from '../../../../src/target/server/load/load-request.ts';
import { toRequestRow } from '../../../../src/target/server/request/to-request-row.ts';
import { waitTurns } from '../../../wait-until.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { endless, request, run, useMockLoads } from '../mock-loads.ts';

const onCleanup = useCleanup();
const { mock, openLoad } = useMockLoads();

/** The maximum concurrency. */
function mostAtOnce(outcomes: readonly LoadOutcome[]): number {
  const edges = outcomes.flatMap(({ finished: { facts } }) => [
    { atNs: facts.sentNs, step: 1 },
    { atNs: facts.endNs, step: -1 },
  ]);
  let most = 0;
  let now = 0;
  for (const { step } of edges.toSorted((a, b) => a.atNs - b.atNs || a.step - b.step)) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

describe('a load', () => {
  it('sends each request at its scheduled start, never earlier, and keeps that time', async () => {
    const load = await openLoad(mock(), 12);
    const beginNs = nowNs() + 20e6;
    const scheduledNs = Array.from({ length: 60 }, (_, index) => beginNs + index * 3e6);
    const outcomes = await run(load, { requests: scheduledNs.map((due) => request('x', due)) });
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    expect(rows.map((row) => row.scheduledNs).toSorted((a, b) => a - b)).toEqual(scheduledNs);
    for (const row of rows) {
      expect(row).toMatchObject({ outcome: 'ok', outputTokens: 4, purpose: 'load' });
      expect(row.sentNs).toBeGreaterThanOrEqual(row.scheduledNs);
      expect(row.chunkNs).toHaveLength(4);
    }
    expect(await load.account()).toMatchObject({ clock: 'native', connectionsOpenedBefore: 12 });
  });

  it('keeps a closed loop at its concurrency until the end', async () => {
    const load = await openLoad(mock(), 3);
    const end = { kind: 'time', durationNs: 50e6, minRequests: 12 } as const;
    const outcomes = await run(load, { requests: endless(), end });
    expect(outcomes.length).toBeGreaterThanOrEqual(12);
    expect(mostAtOnce(outcomes)).toBe(3);
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    for (const row of rows) expect(row).toMatchObject({ outcome: 'ok', scheduledNs: row.sentNs });
  });

  it('hands the first request of each slot of a closed loop over before its start, which is when it is due', async () => {
    const load = await openLoad(mock(), 3);
    const startNs = nowNs() + 1e9;
    const requests = Array.from({ length: 12 }, (_, index) => request(`x ${index}`));
    const outcomes = await run(load, { requests, startNs });
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    expect(Math.min(...rows.map(({ sentNs }) => sentNs))).toBeGreaterThanOrEqual(startNs);
    expect(rows.filter(({ scheduledNs }) => scheduledNs === startNs)).toHaveLength(3);
    expect(rows.filter(({ scheduledNs }) => scheduledNs > startNs)).toHaveLength(9);
  });

  it('continues past its end until enough requests have finished', async () => {
    const load = await openLoad(mock(), 2);
    const end = { kind: 'time', durationNs: 0, minRequests: 17 } as const;
    const outcomes = await run(load, { requests: endless(), end });
    expect(outcomes.length).toBeGreaterThanOrEqual(17);
    expect(outcomes.every(({ finished }) => finished.failure === undefined)).toBe(true);
  });

  it('lets late requests wait for a connection, and records the wait', async () => {
    const load = await openLoad(
      mock({ timeToFirstTokenMs: 5, interTokenLatencyMs: 0, outputTokens: 1 }),
      1,
    );
    const beginNs = nowNs() + 5e6;
    const requests = Array.from({ length: 12 }, () => request('x', beginNs));
    const outcomes = await run(load, { requests });
    const lags = outcomes.map(({ finished: { facts } }) => facts.sentNs - beginNs);
    expect(lags).toEqual(lags.toSorted((a, b) => a - b));
    // Each waits for those before it, which take at least 5 ms each.
    for (const [index, lagNs] of lags.entries()) expect(lagNs).toBeGreaterThanOrEqual(index * 5e6);
  });

  it('drops and reports scheduled requests that are unsent at the end', async () => {
    const server = mock({ timeToFirstTokenMs: 600, outputTokens: 1 });
    const load = await openLoad(server, 1);
    // The load ends when the first was sent, however long that takes.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onCleanup(() => Promise.resolve(vi.useRealTimers()));
    const beginNs = nowNs();
    const requests = Array.from({ length: 5 }, () => request('x', beginNs));
    const end = { kind: 'time', durationNs: 50e6, minRequests: 0 } as const;
    const sent: number[] = [];
    const running = run(load, { requests, end, onSent: (_one, atNs) => sent.push(atNs) });
    await waitTurns(() => sent.length > 0);
    vi.advanceTimersByTime(50);
    const outcomes = await running;
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    expect(rows.map(({ outcome }) => outcome).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'dropped'),
      'ok',
    ]);
    const dropped = rows.find(({ outcome }) => outcome === 'dropped');
    expect(dropped).toMatchObject({ errorKind: 'dropped', scheduledNs: beginNs });
    expect(dropped?.sentNs).toBeNaN();
  });

  it('records failures as rows, with what was received before', async () => {
    const load = await openLoad(mock({ errorRate: 0.5, fault: 'drop', seed: 4 }), 4);
    const requests = Array.from({ length: 60 }, (_, index) => request(`x ${index}`));
    const rows = (await run(load, { requests })).map((outcome) => toRequestRow(outcome, 'load'));
    const failed = rows.filter(({ outcome }) => outcome === 'error');
    expect(failed.length).toBeGreaterThan(5);
    expect(failed.length).toBeLessThan(55);
    for (const row of failed) {
      expect(row.errorKind).toMatch(/^(?:closed-early|reset)$/);
      expect(row.errorMessage).not.toBe('');
      expect(row.sentNs).toBeGreaterThan(0);
    }
  });

  it('sends the next turn of a conversation when the one before has finished', async () => {
    const load = await openLoad(mock(), 4);
    const thinkNs = 8e6;
    const outcomes = await run(load, {
      requests: ['a', 'b'].map((context) => ({ ...request('first', nowNs()), context })),
      followUps: ({ request: before, finished }) => {
        if (before.messages.length > 3 || finished.failure !== undefined) return [];
        const next: LoadRequest = {
          ...before,
          scheduledNs: finished.facts.endNs + thinkNs,
          messages: [
            ...before.messages,
            { role: 'assistant', content: finished.response.text },
            { role: 'user', content: 'next' },
          ],
        };
        return [next];
      },
    });
    const turns = outcomes.filter(({ request: { context } }) => context === 'a');
    expect(turns.map(({ request: { messages } }) => messages.length)).toEqual([1, 3, 5]);
    for (const [index, turn] of turns.slice(1).entries()) {
      const before = turns[index]?.finished.facts.endNs ?? Number.NaN;
      expect(turn.finished.facts.sentNs).toBeGreaterThanOrEqual(before + thinkNs);
    }
    expect(outcomes).toHaveLength(6);
  });

  it('cancels what is in flight when it is aborted, and reports nothing that was never sent', async () => {
    const server = mock({ timeToFirstTokenMs: 60_000 });
    const load = await openLoad(server, 10);
    const abort = new AbortController();
    const outcomes: LoadOutcome[] = [];
    const running = run(
      load,
      { requests: endless(), onOver: (one) => void outcomes.push(one) },
      abort.signal,
    );
    running.catch(() => {});
    await vi.waitUntil(() => server.account().requests === 10);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(outcomes.map((outcome) => toRequestRow(outcome, 'load').outcome)).toEqual(
      Array.from({ length: 10 }, () => 'cancelled'),
    );
  });

  it('drops scheduled requests when it is aborted, and reports no later arrival', async () => {
    const server = mock({ timeToFirstTokenMs: 60_000 });
    const load = await openLoad(server, 2);
    const abort = new AbortController();
    const outcomes: LoadOutcome[] = [];
    const beginNs = nowNs();
    const scheduledNs = [0, 0, 0, 0, 3600e9].map((offsetNs) => beginNs + offsetNs);
    const requests = scheduledNs.map((due) => request('x', due));
    const running = run(load, { requests, onOver: (one) => void outcomes.push(one) }, abort.signal);
    running.catch(() => {});
    await vi.waitUntil(() => server.account().requests === 2);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    expect(rows.map(({ outcome }) => outcome).toSorted()).toEqual([
      'cancelled',
      'cancelled',
      'dropped',
      'dropped',
    ]);
  });

  it('ends with the error of onOver', async () => {
    const load = await openLoad(mock(), 2);
    const running = run(load, {
      requests: endless(),
      onOver: () => {
        throw new RangeError('no room');
      },
    });
    await expect(running).rejects.toThrow('no room');
  });

  it('keeps only the requests of a long plan in memory that are scheduled soon', async () => {
    const load = await openLoad(mock({ timeToFirstTokenMs: 60_000 }), 1);
    let made = 0;
    function* plan(): Generator<LoadRequest> {
      const beginNs = nowNs();
      for (; made < 100_000; made += 1) yield request('x', beginNs + made * 1e5);
    }
    const abort = new AbortController();
    const running = run(load, { requests: plan() }, abort.signal);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(made).toBeLessThan(5000);
  });
});

describe('requests canceled on purpose', () => {
  /** Every second request is cut after 30 ms. */
  function* everySecond(count: number): Generator<LoadRequest> {
    for (let made = 0; made < count; made += 1) {
      yield { ...request('x'), maxTokens: 12, ...(made % 2 === 0 ? {} : { cutAfterMs: 30 }) };
    }
  }

  it('keep their tokens and free their slot without a pause', async () => {
    const server = mock({ timeToFirstTokenMs: 5, interTokenLatencyMs: 10, outputTokens: 12 });
    const load = await openLoad(server, 2);
    const outcomes = await run(load, { requests: everySecond(12) });
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    const cut = rows.filter(({ outcome }) => outcome === 'abandoned');
    expect(cut).toHaveLength(6);
    expect(rows.filter(({ outcome }) => outcome === 'ok')).toHaveLength(6);
    for (const row of cut) {
      expect(row).toMatchObject({ errorKind: '', errorMessage: '', tokenCountSource: 'chunks' });
      expect(row.endNs - row.sentNs).toBeGreaterThanOrEqual(30e6);
      expect(row.outputTokens).toBe(row.chunkNs.length);
      expect(row.outputTokens).toBeLessThan(12);
    }
    expect(mostAtOnce(outcomes)).toBe(2);
    await vi.waitFor(() => expect(server.account().abandoned).toBe(6));
  });

  it('have no tokens when none had arrived, and are not consecutive failures', async () => {
    const server = mock({ timeToFirstTokenMs: 60_000, outputTokens: 4 });
    const load = await openLoad(server, 1);
    // A pause doubles up to a second; this many consecutive failures would take minutes.
    const requests = Array.from({ length: 40 }, () => ({ ...request('x'), cutAfterMs: 2 }));
    const outcomes = await run(load, { requests });
    const rows = outcomes.map((outcome) => toRequestRow(outcome, 'load'));
    expect(rows).toHaveLength(40);
    for (const row of rows) expect(row).toMatchObject({ outcome: 'abandoned', outputTokens: 0 });
  });
});
