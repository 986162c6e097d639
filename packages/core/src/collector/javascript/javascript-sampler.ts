import { getHeapStatistics } from 'node:v8';
import { nowNs } from '../../stream/clock.ts';
import type { HeapSummary, Sampler, SamplerSettings, SamplingSummary } from '../sampler.ts';
import { SamplingError } from '../sampling-error.ts';
import { ProcessSet } from './process-set.ts';
import { RowBuffer } from './row-buffer.ts';
import { TickAccount } from './tick-account.ts';

/** Maximum samples per second from JavaScript: each takes time of a thread that has other work. */
export const MAX_JAVASCRIPT_HZ = 100;

const DRAIN_PERIOD_MS = 100;
/** Ticks between searches for children. */
const DISCOVERY_TICKS = 10;

/** What to sample, and why a native thread is not used. */
export interface JavascriptSamplerOptions extends SamplerSettings {
  readonly reason: string;
  /** Where procfs is mounted, `/proc` unless given. */
  readonly procRoot?: string;
}

/**
 * Samples from a timer of this thread if no native thread is available: at a reduced rate, and not while JavaScript is
 * busy. Ticks missed for that are counted. It always takes a sample at the start and one at the end.
 */
export class JavascriptSampler implements Sampler {
  readonly #options: JavascriptSamplerOptions;
  readonly #periodNs: number;
  readonly #processes: ProcessSet;
  readonly #account: TickAccount;
  readonly #rows = new RowBuffer();
  #state: 'created' | 'sampling' | 'exited' | 'stopped' = 'created';
  #ticks = 0;
  #deadlineNs = Number.NaN;
  #tickTimer: NodeJS.Timeout | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #peakRss = { bytes: Number.NaN, atNs: Number.NaN };
  #peakHeap = { bytes: Number.NaN, atNs: Number.NaN };
  #exitedAtNs = Number.NaN;

  /** @throws {SamplingError} when the process does not exist or is not readable */
  constructor(options: JavascriptSamplerOptions) {
    this.#options = options;
    this.#periodNs = 1e9 / Math.min(options.hz, MAX_JAVASCRIPT_HZ);
    this.#account = new TickAccount(this.#periodNs);
    this.#processes = new ProcessSet(options.pid, options.procRoot);
  }

  start(): void {
    if (this.#state === 'sampling' || this.#state === 'exited') return;
    if (this.#state === 'stopped') {
      throw new SamplingError(
        'STATE',
        `the sampler of process ${this.#options.pid} was stopped and cannot restart`,
        { help: 'create a new one' },
      );
    }
    this.#state = 'sampling';
    this.#deadlineNs = nowNs();
    this.#drainTimer = setInterval(() => this.drain(), DRAIN_PERIOD_MS).unref();
    this.#serve();
  }

  drain(): void {
    const samples = this.#rows.take();
    if (samples !== undefined) this.#options.onSamples(samples);
  }

  stop(): void {
    if (this.#state === 'stopped') return;
    clearInterval(this.#drainTimer);
    // Serves the next deadline immediately, so that the end is always sampled.
    if (this.#state === 'sampling') {
      this.#tick();
      this.#skipMissed();
    }
    clearTimeout(this.#tickTimer);
    this.#state = 'stopped';
    this.#processes.close();
    this.drain();
  }

  summary(): SamplingSummary {
    const { pid, hz } = this.#options;
    const missing = this.missing();
    const why = this.#options.reason;
    const reason = missing.length === 0 ? why : [why.replace(/\.$/, ''), ...missing].join('. ');
    return {
      pid,
      peakRssBytes: this.#peakRss.bytes,
      peakAtNs: this.#peakRss.atNs,
      quality: this.#account.account(hz, this.#processes.found, reason),
    };
  }

  heap(): HeapSummary | undefined {
    if (this.#options.heap !== true) return undefined;
    const { bytes, atNs } = this.#peakHeap;
    const { reason } = this.#options;
    return { source: 'timer', reason, peakUsedBytes: bytes, peakAtNs: atNs };
  }

  missing(): readonly string[] {
    if (this.#options.tree !== true || this.#processes.findsChildren) return [];
    return ['child processes are found only on Linux, where /proc is readable'];
  }

  exitedAtNs(): number {
    return this.#exitedAtNs;
  }

  /** Serves the current deadline and schedules the next one in the future. */
  #serve(): void {
    this.#tick();
    if (this.#state !== 'sampling') return;
    this.#skipMissed();
    const waitMs = Math.max(1, (this.#deadlineNs - nowNs()) / 1e6);
    this.#tickTimer = setTimeout(() => this.#serve(), waitMs).unref();
  }

  /** Counts deadlines that passed without a tick, and moves to the next one in the future. */
  #skipMissed(): void {
    const missed = Math.floor((nowNs() - this.#deadlineNs) / this.#periodNs) + 1;
    if (missed <= 0) return;
    this.#account.miss(missed);
    this.#deadlineNs += missed * this.#periodNs;
  }

  #tick(): void {
    const atNs = nowNs();
    const latenessNs = Math.max(0, atNs - this.#deadlineNs);
    this.#deadlineNs += this.#periodNs;
    if (this.#options.tree === true && this.#ticks % DISCOVERY_TICKS === 0) {
      this.#processes.discover();
    }
    this.#ticks += 1;
    const samples = this.#processes.read();
    const heapUsedBytes = this.#readHeap(atNs);
    let totalBytes = 0;
    for (const { pid, reading } of samples) {
      totalBytes += reading.rssBytes;
      const isOwn = pid === process.pid;
      const heap = isOwn ? heapUsedBytes : Number.NaN;
      this.#rows.add({ timeNs: atNs, latenessNs, pid, ...reading, heapUsedBytes: heap });
    }
    if (samples.length === 0) {
      this.#state = 'exited';
      this.#exitedAtNs = atNs;
    } else if (!(totalBytes <= this.#peakRss.bytes)) {
      this.#peakRss = { bytes: totalBytes, atNs };
    }
    this.#account.tick(atNs, latenessNs, samples.length);
    this.#account.spend(nowNs() - atNs);
  }

  #readHeap(atNs: number): number {
    if (this.#options.heap !== true) return Number.NaN;
    const bytes = getHeapStatistics().used_heap_size;
    if (!(bytes <= this.#peakHeap.bytes)) this.#peakHeap = { bytes, atNs };
    return bytes;
  }
}
