import { onTestFinished } from 'vitest';
import type { Sampler, SamplerSettings } from '../../../src/collector/sampler.ts';
import type { SamplingQuality } from '../../../src/spec/quality/sampling-quality.ts';
import {
  concatenateSamples,
  type SampleColumns,
} from '../../../src/stream/columns/sample-columns.ts';

/** A kind of sampler that the suite runs on. */
export interface Subject {
  readonly source: SamplingQuality['source'];
  readonly make: (settings: SamplerSettings) => Sampler;
}

/** A rate that every kind of sampler reaches. */
export const HZ = 100;

/** A sampler and the samples it passed on. */
export interface Sampling {
  readonly sampler: Sampler;
  readonly batches: SampleColumns[];
  readonly all: () => SampleColumns;
}

/** Makes a sampler, of this process by default; it is stopped when the test ends. */
export function sampling(subject: Subject, settings: Partial<SamplerSettings> = {}): Sampling {
  const batches: SampleColumns[] = [];
  const sampler = subject.make({
    pid: process.pid,
    hz: HZ,
    onSamples: (samples) => batches.push(samples),
    ...settings,
  });
  onTestFinished(() => sampler.stop());
  return { sampler, batches, all: () => concatenateSamples(batches) };
}

/** RSS of all processes at each tick. */
export function totalsPerTick(samples: SampleColumns): number[] {
  const totals = new Map<number, number>();
  for (const [row, atNs] of samples.timeNs.entries()) {
    totals.set(atNs, (totals.get(atNs) ?? 0) + (samples.rssBytes[row] ?? Number.NaN));
  }
  return [...totals.values()];
}
