import { describe, expect, it } from 'vitest';
import { ClientCheck } from '../../../src/runner/client/client-check.ts';
import { createTransport } from '../../../src/target/transport/create-transport.ts';
import { TransportError } from '../../../src/target/transport/transport-error.ts';
import type { TransportFactory } from '../../../src/target/transport/transport.ts';
import { RecordedPhase } from '../../phase/recorded-phase.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';

/** A transport that claims to have read later than it did, the more so the later in its life, by so much each time. */
function lateBy(...stepsNs: readonly number[]): TransportFactory {
  const made = stepsNs.values();
  return (options, listener) => {
    const stepNs = made.next().value ?? 0;
    let lateNs = 0;
    return createTransport(options, {
      ...listener,
      onRecords: (records) =>
        listener.onRecords(
          records.map((record) => {
            if (record.kind !== 'body') return record;
            lateNs += stepNs;
            return { ...record, atNs: record.atNs + lateNs };
          }),
        ),
    });
  };
}

function check(makeTransport: TransportFactory = createTransport, budgetMs = 10_000) {
  const phase = new RecordedPhase(new ScriptedTarget());
  const client = new ClientCheck({
    makeTransport,
    journal: phase.context.journal,
    budget: { firstTokenMs: budgetMs, gapMs: budgetMs, reason: 'for the test' },
    requests: 16,
    maxConcurrency: 24,
    signal: phase.context.signal,
  });
  return { phase, client };
}

describe('the check of a client', () => {
  it('records the timing error at the concurrency of the load', async () => {
    const { phase, client } = check();
    await client.calibrate({ concurrency: 8 });
    const [event] = phase.eventsOf('client-calibrated');
    expect(event?.calibration).toMatchObject({
      clock: 'native',
      concurrency: 8,
      requests: 16,
      tokens: 8,
      gapMs: 10,
      budget: { reason: 'for the test' },
    });
    expect(event?.calibration.attempts).toHaveLength(1);
    const { firstTokenErrorMs, gapErrorMs } = event?.calibration ?? {};
    expect(firstTokenErrorMs?.p50).toBeGreaterThan(0);
    expect(firstTokenErrorMs?.p99).toBeGreaterThanOrEqual(firstTokenErrorMs?.p50 ?? Infinity);
    expect(gapErrorMs?.p50).toBeGreaterThanOrEqual(0);
    expect(phase.rows).toEqual([]);
  });

  it('is made again only for a load that is far larger', async () => {
    const { phase, client } = check();
    await client.calibrate({ concurrency: 4 });
    await client.calibrate({ concurrency: 4 });
    await client.calibrate({ concurrency: 6 });
    expect(phase.eventsOf('client-calibrated')).toHaveLength(1);
    await client.calibrate({ concurrency: 200 });
    const made = phase.eventsOf('client-calibrated').map((one) => one.calibration.concurrency);
    // The target has no more connections.
    expect(made).toEqual([4, 24]);
  });

  it('of an open loop expects the rate times the service time, at the pace of the server', async () => {
    const { phase, client } = check();
    const journal = client.watch(phase.context.journal);
    const chunksMs = [20, 22, 24, 26];
    const answered = new PhaseBuilder('load').request({ purpose: 'warm-up', sentMs: 0, chunksMs });
    for (const row of answered.build(100).requests) journal.request(row);
    expect(phase.rows).toHaveLength(1);
    await client.calibrate({ ratePerSecond: 200 });
    expect(phase.eventsOf('client-calibrated')[0]?.calibration).toMatchObject({
      concurrency: 6,
      gapMs: 2,
    });
  });

  it('is repeated when it is over the budget, and the better one counts', async () => {
    const { phase, client } = check(lateBy(200e6, 0), 3000);
    await client.calibrate({ concurrency: 8 });
    const [event] = phase.eventsOf('client-calibrated');
    const [bad, good] = event?.calibration.attempts ?? [];
    expect(bad?.firstTokenErrorMs.p99).toBeGreaterThan(3000);
    expect(good?.firstTokenErrorMs.p99).toBeLessThan(3000);
    expect(event?.calibration.firstTokenErrorMs).toEqual(good?.firstTokenErrorMs);
  });

  it('that fails twice keeps both attempts', async () => {
    const { phase, client } = check(lateBy(200e6, 150e6), 3000);
    await client.calibrate({ concurrency: 8 });
    const [event] = phase.eventsOf('client-calibrated');
    expect(event?.calibration.attempts).toHaveLength(2);
    expect(event?.calibration.firstTokenErrorMs.p99).toBeGreaterThan(3000);
  });

  it('records once why it failed, and the load continues', async () => {
    const noFiles: TransportFactory = () => {
      throw new TransportError({ kind: 'too-many-files', message: 'Out of files.' });
    };
    const { phase, client } = check(noFiles);
    await client.calibrate({ concurrency: 8 });
    await client.calibrate({ concurrency: 64 });
    expect(phase.eventsOf('client-not-calibrated')).toMatchObject([
      { cause: 'failed', reason: expect.stringContaining('Out of files.') },
    ]);
  });

  it('ends with the phase', async () => {
    const { phase, client } = check();
    const running = client.calibrate({ concurrency: 8 });
    phase.controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(phase.events).toEqual([]);
  });

  it('throws a defect', async () => {
    const { client } = check(() => {
      throw new TypeError('a bug');
    });
    await expect(client.calibrate({ concurrency: 8 })).rejects.toThrow(TypeError);
  });
});
