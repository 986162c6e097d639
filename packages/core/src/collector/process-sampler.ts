import { createSampler, type NativeSampler, type SamplerTotals } from '@loadcell/native';
import type { SamplingAccount } from '../spec/sampling-account.ts';
import type { SampleColumns } from '../stream/sample-columns.ts';

/** How often the ring is emptied; it holds many times more. */
const DRAIN_PERIOD_MS = 100;

/** What to sample, and where the samples go. */
export interface ProcessSamplerOptions {
  readonly pid: number;
  /** Samples a second, 1 to 10,000. */
  readonly hz: number;
  /** Takes each batch of samples, in order of time. */
  readonly onSamples: (samples: SampleColumns) => void;
}

/** What the native thread kept by itself; exact where rows were dropped. */
export interface SamplingSummary {
  readonly pid: number;
  readonly peakRssBytes: number;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
  readonly account: SamplingAccount;
}

/**
 * Samples the memory of a process from a thread of its own, and hands the samples on in batches. The timer that
 * empties the ring keeps no process alive; sampling itself does not depend on it.
 */
export class ProcessSampler {
  readonly #options: ProcessSamplerOptions;
  readonly #native: NativeSampler;
  #timer: NodeJS.Timeout | undefined;

  /** @throws when there is no such process, or the native part cannot be loaded */
  constructor(options: ProcessSamplerOptions) {
    this.#options = options;
    this.#native = createSampler({ pid: options.pid, periodNs: Math.round(1e9 / options.hz) });
  }

  start(): void {
    this.#native.start();
    this.#timer ??= setInterval(() => this.drain(), DRAIN_PERIOD_MS).unref();
  }

  /** Hands on what was sampled since the last time. */
  drain(): void {
    const samples = this.#native.drain();
    if (samples.count > 0) this.#options.onSamples(samples);
  }

  /** Ends sampling and hands on the rest; idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#native.stop();
    this.drain();
  }

  summary(): SamplingSummary {
    const totals = this.#native.account();
    return {
      pid: this.#options.pid,
      peakRssBytes: totals.peakRssBytes,
      peakAtNs: totals.peakAtNs,
      account: accountOf(totals, this.#options.hz),
    };
  }
}

function accountOf(totals: SamplerTotals, requestedHz: number): SamplingAccount {
  const elapsedNs = totals.lastAtNs - totals.startedAtNs;
  return {
    requestedHz,
    achievedHz: (totals.sampleCount - 1) / (elapsedNs / 1e9),
    sampleCount: totals.sampleCount,
    lateTicks: totals.lateTicks,
    missedTicks: totals.missedTicks,
    droppedSamples: totals.droppedSamples,
    latenessUs: {
      p50: totals.latenessP50Ns / 1e3,
      p99: totals.latenessP99Ns / 1e3,
      max: totals.latenessMaxNs / 1e3,
    },
    costPerSampleUs: totals.cpuNs / 1e3 / totals.sampleCount,
    samplerCpuUtilization: totals.cpuNs / elapsedNs,
  };
}
