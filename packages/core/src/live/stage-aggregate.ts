import type { RequestRow } from '../stream/rows/request-row.ts';
import type { EventOf } from '../stream/events/run-event.ts';
import { nextLookAfter } from '../stream/stage/arrivals.ts';
import { isMeasuredPurpose } from '../stream/stage/stages.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { LiveQuantiles, StageFigures, UntilDecidedFigures } from './live-figures.ts';
import { plannedRequests } from './planned-requests.ts';
import { RecentRate } from './recent-rate.ts';

/** Window of the request rate, ns. */
const RATE_WINDOW_NS = 5e9;

/** Counts the requests of one stage; it keeps no rows. */
export class StageAggregate {
  readonly #about: Pick<StageFigures, 'name' | 'load' | 'level' | 'place' | 'planned'>;
  readonly #ended = new RecentRate(RATE_WINDOW_NS);
  readonly #endToEnd = new LatencyHistogram();
  readonly #timeToFirstToken = new LatencyHistogram();
  #isInProgress = true;
  #firstSentNs = Number.POSITIVE_INFINITY;
  #firstMeasuredNs = Number.POSITIVE_INFINITY;
  #successful = 0;
  #failed = 0;
  #abandoned = 0;
  /** Figures of an ended stage: computed once, until a late request changes them. */
  #last: StageFigures | undefined;

  constructor(
    { stage, load, level, slice }: EventOf<'stage-began'>,
    place: StageFigures['place'] | undefined,
  ) {
    const planned = plannedRequests(load, slice);
    this.#about = {
      name: stage,
      load,
      ...(level === undefined ? {} : { level }),
      ...(place === undefined ? {} : { place }),
      ...(planned === undefined ? {} : { planned }),
    };
  }

  /** Begins a further part of the stage. */
  resume(): void {
    this.#isInProgress = true;
    this.#firstSentNs = Number.POSITIVE_INFINITY;
    this.#last = undefined;
  }

  end(): void {
    this.#isInProgress = false;
  }

  /** Counts a request as stage metrics do: one that the client canceled is neither a success nor a failure. */
  request(row: RequestRow): void {
    if (row.outcome === 'cancelled') return;
    if (row.outcome === 'abandoned') {
      this.#last = undefined;
      this.#abandoned += 1;
      return;
    }
    this.#last = undefined;
    this.#ended.add(row.endNs);
    if (row.sentNs < this.#firstSentNs) this.#firstSentNs = row.sentNs;
    if (!isMeasuredPurpose(row.purpose)) return;
    if (row.sentNs < this.#firstMeasuredNs) this.#firstMeasuredNs = row.sentNs;
    if (row.outcome !== 'ok') {
      this.#failed += 1;
      this.#endToEnd.record(Number.POSITIVE_INFINITY);
      return;
    }
    this.#successful += 1;
    this.#endToEnd.record((row.endNs - row.scheduledNs) / 1e6);
    this.#timeToFirstToken.record((row.firstTokenNs - row.sentNs) / 1e6);
  }

  figures(nowNs: number): StageFigures {
    if (this.#last !== undefined) return this.#last;
    const isInProgress = this.#isInProgress;
    const untilDecided = isInProgress ? this.#untilDecided(nowNs) : undefined;
    const figures = {
      ...this.#about,
      isInProgress,
      ...(untilDecided === undefined ? {} : { untilDecided }),
      successful: this.#successful,
      failed: this.#failed,
      abandoned: this.#abandoned,
      requestsPerSecond: isInProgress
        ? this.#ended.perSecond(nowNs, this.#firstSentNs)
        : Number.NaN,
      endToEndLatencyMs: quantilesOf(this.#endToEnd),
      timeToFirstTokenMs: quantilesOf(this.#timeToFirstToken),
    };
    if (!isInProgress) this.#last = figures;
    return figures;
  }

  #untilDecided(nowNs: number): UntilDecidedFigures | undefined {
    const { load } = this.#about;
    if (!('until' in load)) return undefined;
    const { firstLook, maxDurationMs } = load;
    if (firstLook === undefined || maxDurationMs === undefined) return undefined;
    const elapsedMs = Math.max(0, (nowNs - this.#firstMeasuredNs) / 1e6);
    return {
      elapsedMs,
      maxDurationMs,
      nextLook: nextLookAfter(firstLook, this.#successful + this.#failed),
    };
  }
}

function quantilesOf(histogram: LatencyHistogram): LiveQuantiles {
  return {
    p50: histogram.quantile(0.5),
    p95: histogram.quantile(0.95),
    p99: histogram.quantile(0.99),
    count: histogram.count,
  };
}
