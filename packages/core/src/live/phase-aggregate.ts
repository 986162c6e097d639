import { isServicePurpose } from '../metric/service-requests.ts';
import type { RequestRow } from '../stream/request-row.ts';
import type { WindowName } from '../stream/run-event.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { LiveQuantiles, PhaseFigures } from './live-figures.ts';
import { RecentRate } from './recent-rate.ts';
import type { PlannedPhase } from './run-plan.ts';

/** How far back the rate of requests is told. */
const RATE_WINDOW_NS = 5e9;

/** Counts what one phase does: no row is kept. */
export class PhaseAggregate {
  readonly #plan: PlannedPhase;
  readonly #beganNs: number;
  readonly #ended = new RecentRate(RATE_WINDOW_NS);
  readonly #responseTime = new LatencyHistogram();
  readonly #timeToFirstToken = new LatencyHistogram();
  #endedNs = Number.NaN;
  #window: WindowName | undefined;
  #windowBeganNs: number;
  #answered = 0;
  #failed = 0;
  #peakResidentBytes = Number.NaN;

  constructor(plan: PlannedPhase, beganNs: number) {
    this.#plan = plan;
    this.#beganNs = beganNs;
    this.#windowBeganNs = beganNs;
  }

  openWindow(window: WindowName, atNs: number): void {
    this.#window = window;
    this.#windowBeganNs = atNs;
  }

  closeWindow(): void {
    this.#window = undefined;
  }

  end(atNs: number, peakResidentBytes: number): void {
    this.#endedNs = atNs;
    this.#window = undefined;
    this.#peakResidentBytes = peakResidentBytes;
  }

  /** Counts a request as the metrics of service do: those that the run itself cancelled are no answer and no failure. */
  request(row: RequestRow): void {
    if (row.outcome === 'cancelled') return;
    // Also of those that no metric of service counts: a sweep is watched too.
    this.#ended.add(row.endNs);
    if (!isServicePurpose(row.purpose)) return;
    const isAnswered = row.outcome === 'ok';
    this.#responseTime.record(
      isAnswered ? (row.endNs - row.intendedNs) / 1e6 : Number.POSITIVE_INFINITY,
    );
    if (!isAnswered) {
      this.#failed += 1;
      return;
    }
    this.#answered += 1;
    this.#timeToFirstToken.record((row.firstTokenNs - row.sentNs) / 1e6);
  }

  /** @param peakResidentBytes highest so far, for a phase that is under way */
  figures(nowNs: number, peakResidentBytes: number): PhaseFigures {
    const isUnderWay = Number.isNaN(this.#endedNs);
    const elapsedMs = Math.max(0, (isUnderWay ? nowNs : this.#endedNs) - this.#beganNs) / 1e6;
    const leftMs = this.#plan.plannedMs - elapsedMs;
    return {
      name: this.#plan.name,
      isUnderWay,
      window: this.#window,
      elapsedMs,
      plannedMs: this.#plan.plannedMs,
      leastRequests: this.#plan.leastRequests ?? 0,
      leftMs: isUnderWay && leftMs < 0 ? Number.NaN : Math.max(0, isUnderWay ? leftMs : 0),
      answered: this.#answered,
      failed: this.#failed,
      requestsPerSecond: isUnderWay
        ? this.#ended.perSecond(nowNs, this.#windowBeganNs)
        : Number.NaN,
      responseTimeMs: quantilesOf(this.#responseTime),
      timeToFirstTokenMs: quantilesOf(this.#timeToFirstToken),
      peakResidentBytes: isUnderWay ? peakResidentBytes : this.#peakResidentBytes,
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
