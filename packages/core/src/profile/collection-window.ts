import type { HeapSummary, SamplingSummary } from '../collector/sampler.ts';
import type { HeapUsage } from '../spec/quality/heap-usage.ts';
import { nowNs } from '../stream/clock.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { samplesFrom, type SampleColumns } from '../stream/columns/sample-columns.ts';
import { BoundedSeries } from './bounded-series.ts';
import { HeldValue } from './held-value.ts';
import { SpanLog } from './span-log.ts';

const COLLECTION = 'collection';

/** The data collected from one instant on, in constant memory for any duration. */
export class CollectionWindow {
  readonly fromNs: number;
  /** Epoch milliseconds of CLOCK_MONOTONIC zero, read once, so that reported times stay the same. */
  readonly #clockEpochMs = Date.now() - nowNs() / 1e6;
  readonly spans = new SpanLog(COLLECTION);
  /** RSS of all processes together. */
  readonly residentBytes = new HeldValue();
  readonly #residentSeries = new BoundedSeries();
  readonly #heapUsedBytes = new HeldValue();

  constructor(fromNs: number) {
    this.fromNs = fromNs;
  }

  /** Takes a batch; samples before the window are left out. All rows of a tick are in one batch. */
  add({ count, timeNs, rssBytes, heapUsedBytes }: SampleColumns): void {
    let row = 0;
    while (row < count) {
      const atNs = timeNs[row] ?? Number.NaN;
      let totalBytes = 0;
      for (; row < count && timeNs[row] === atNs; row += 1) {
        totalBytes += rssBytes[row] ?? Number.NaN;
        const heapBytes = heapUsedBytes[row] ?? Number.NaN;
        if (atNs >= this.fromNs && !Number.isNaN(heapBytes)) {
          this.#heapUsedBytes.add(atNs, heapBytes);
        }
      }
      if (atNs < this.fromNs) continue;
      this.residentBytes.add(atNs, totalBytes);
      this.#residentSeries.add(atNs, totalBytes);
    }
  }

  /** The window as a phase, for the metrics; its samples are the thinned total of all processes. */
  streams(toNs: number, summary: SamplingSummary): PhaseStreams {
    const { timeNs, value } = this.#residentSeries.points();
    const unread = new Float64Array(value.length).fill(Number.NaN);
    const pid = new Int32Array(value.length).fill(summary.pid);
    const columns: Partial<Record<string, Float64Array>> = { timeNs, rssBytes: value };
    return {
      name: COLLECTION,
      beganNs: this.fromNs,
      endedNs: toNs,
      clockEpochMs: this.#clockEpochMs,
      ended: true,
      samples: samplesFrom(value.length, pid, (name) => columns[name] ?? unread),
      survey: new Map(),
      requests: [],
      stages: [],
      events: [
        ...this.spans.events(toNs),
        { kind: 'sampling-quality', atNs: toNs, phase: COLLECTION, ...summary },
      ],
    };
  }

  /** The heap over the window; its peak may lie between samples, around a garbage collection. */
  heap(toNs: number, summary: HeapSummary): HeapUsage {
    const { source, reason, peakUsedBytes, peakAtNs } = summary;
    const { first, last, peak } = this.#heapUsedBytes;
    const peakIsHere = peakAtNs >= this.fromNs && peakAtNs <= toNs;
    return {
      source,
      ...(reason === undefined ? {} : { reason }),
      usedBytes: {
        first,
        average: this.#heapUsedBytes.averageUntil(toNs),
        peak: peakIsHere && !(peak >= peakUsedBytes) ? peakUsedBytes : peak,
        last,
      },
    };
  }
}
