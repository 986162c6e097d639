import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ProcessSampler } from '../../src/collector/process-sampler.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';
import { nowNs } from '../../src/stream/clock.ts';
import { concatenateSamples, type SampleColumns } from '../../src/stream/columns/sample-columns.ts';
import { PATIENCE_MS } from '../patience.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';

const BYTES = 64 * 2 ** 20;

/** A sampler of a process, with the samples it passed on. */
function sampling(pid: number, hz = 1000) {
  const batches: SampleColumns[] = [];
  // Without a limit to its CPU use, the rate never falls on a busy machine.
  const sampler = new ProcessSampler({
    pid,
    hz,
    cpuBudget: Infinity,
    onSamples: (samples) => batches.push(samples),
  });
  onTestFinished(() => sampler.stop());
  return { sampler, batches, samples: () => concatenateSamples(batches) };
}

/** Deadlines from the first sample to the last one, both included. */
function slotsOf({ timeNs, latenessNs }: SampleColumns, periodNs: number): number {
  const deadlineNs = (row: number): number =>
    (timeNs.at(row) ?? Number.NaN) - (latenessNs.at(row) ?? 0);
  return Math.round((deadlineNs(-1) - deadlineNs(0)) / periodNs) + 1;
}

async function startedProcess(): Promise<ScriptedProcess> {
  const process = new ScriptedProcess();
  await process.start();
  onTestFinished(() => process.stop());
  return process;
}

/** Waits until this number of samples was passed on. */
async function untilSampled(batches: readonly SampleColumns[], count: number): Promise<void> {
  await vi.waitFor(() => {
    expect(batches.reduce((sum, batch) => sum + batch.count, 0)).toBeGreaterThanOrEqual(count);
  }, PATIENCE_MS);
}

describe('a sampler of a process', () => {
  it('passes on samples of that process in chronological order, on the clock of all timestamps', async () => {
    const child = await startedProcess();
    const { sampler, batches, samples } = sampling(child.pid ?? 0);
    const beforeNs = nowNs();
    sampler.start();
    await untilSampled(batches, 20);
    sampler.stop();
    const afterNs = nowNs();
    const { timeNs, pid, rssBytes, sharedBytes } = samples();
    expect([...timeNs].toSorted((a, b) => a - b)).toEqual([...timeNs]);
    expect(timeNs[0]).toBeGreaterThanOrEqual(beforeNs);
    expect(timeNs.at(-1)).toBeLessThanOrEqual(afterNs);
    expect(new Set(pid)).toEqual(new Set([child.pid]));
    expect(Math.min(...rssBytes)).toBeGreaterThan(0);
    expect(rssBytes.every((bytes, index) => bytes > (sharedBytes[index] ?? Infinity))).toBe(true);
    expect(batches.every((batch) => batch.count > 0)).toBe(true);
  });

  it('measures memory that is held, and its release', async () => {
    const child = await startedProcess();
    const { sampler, samples } = sampling(child.pid ?? 0);
    sampler.start();
    const last = (): number => {
      sampler.drain();
      return samples().rssBytes.at(-1) ?? Number.NaN;
    };
    const settled = (holds: (bytes: number) => boolean): Promise<void> =>
      vi.waitFor(() => expect(holds(last())).toBe(true), PATIENCE_MS);
    await settled((bytes) => bytes > 0);
    const before = last();
    await child.hold('it', BYTES);
    await settled((bytes) => bytes > before + 0.95 * BYTES);
    await child.release('it');
    await settled((bytes) => bytes < before + 0.5 * BYTES);
    sampler.stop();
    const { peakRssBytes, peakAtNs } = sampler.summary();
    const { rssBytes, timeNs } = samples();
    expect(peakRssBytes).toBe(Math.max(...rssBytes));
    expect(peakAtNs).toBe(timeNs[rssBytes.indexOf(peakRssBytes)]);
  });

  it('accounts for every tick', async () => {
    const child = await startedProcess();
    const { sampler, batches, samples } = sampling(child.pid ?? 0, 500);
    sampler.start();
    await untilSampled(batches, 50);
    sampler.stop();
    const { pid, quality: account } = sampler.summary();
    expect(pid).toBe(child.pid);
    expect(account.requestedHz).toBe(500);
    expect(account.sampleCount).toBe(samples().count + account.droppedSamples);
    expect(account.droppedSamples).toBe(0);
    const slots = slotsOf(samples(), 2e6);
    // Ticks after the last sample were also missed.
    expect(account.sampleCount + account.missedTicks).toBeGreaterThanOrEqual(slots);
    expect(account.sampleCount).toBeLessThanOrEqual(slots);
    const { p50, p99, max } = account.latenessUs;
    expect(p50).toBeLessThanOrEqual(p99);
    expect(p99).toBeLessThanOrEqual(max * 1.1);
    expect(account.costPerSampleUs).toBeGreaterThan(0);
    expect(account.samplerCpuUtilization).toBeGreaterThan(0);
  });

  it('continues while JavaScript is busy', async () => {
    const { sampler, samples } = sampling(process.pid);
    sampler.start();
    const untilNs = nowNs() + PATIENCE_MS * 1e6;
    while (sampler.summary().quality.sampleCount < 300 && nowNs() < untilNs) {
      // Blocks this thread.
    }
    sampler.stop();
    const { quality: account } = sampler.summary();
    expect(account.sampleCount).toBeGreaterThanOrEqual(300);
    expect(samples().count).toBe(account.sampleCount);
    expect(account.sampleCount + account.missedTicks).toBeGreaterThanOrEqual(
      slotsOf(samples(), 1e6),
    );
  });

  it('ignores a second start and stop', async () => {
    const child = await startedProcess();
    const { sampler, batches, samples } = sampling(child.pid ?? 0);
    sampler.start();
    sampler.start();
    await untilSampled(batches, 5);
    sampler.stop();
    const { count } = samples();
    sampler.stop();
    sampler.drain();
    expect(samples().count).toBe(count);
    expect(sampler.summary().quality.sampleCount).toBe(count);
  });

  it('ends with its process: keeps its samples, and takes none of zero', async () => {
    const child = await startedProcess();
    const { sampler, batches, samples } = sampling(child.pid ?? 0);
    sampler.start();
    await untilSampled(batches, 20);
    child.kill();
    const { atNs } = await child.exited;
    sampler.stop();
    const { rssBytes, timeNs } = samples();
    expect(Math.min(...rssBytes)).toBeGreaterThan(0);
    expect(timeNs.at(-1)).toBeLessThanOrEqual(atNs);
  });

  it('rejects a process that does not exist', async () => {
    const child = await startedProcess();
    child.kill();
    await child.exited;
    const make = (): unknown => sampling(child.pid ?? 0);
    expect(make).toThrow(LoadcellError);
    expect(make).toThrow(expect.objectContaining({ code: 'TARGET_NO_SUCH_PROCESS', gone: true }));
    expect(make).toThrow(String(child.pid));
  });
});
