import type { RequestRow } from '../stream/rows/request-row.ts';
import type { EventOf, WindowName } from '../stream/events/run-event.ts';
import type { PhaseFigures, StageFigures } from './live-figures.ts';
import { PlanClock } from './plan-clock.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { StageAggregate } from './stage-aggregate.ts';

/** Counts the requests of one phase, stage by stage. */
export class PhaseAggregate {
  readonly #plan: PlannedPhase;
  readonly #beganNs: number;
  readonly #clock = new PlanClock();
  readonly #stages = new Map<string, StageAggregate>();
  #endedNs = Number.NaN;
  #window: WindowName | undefined;
  #peakResidentBytes = Number.NaN;

  constructor(plan: PlannedPhase, beganNs: number) {
    this.#plan = plan;
    this.#beganNs = beganNs;
  }

  openWindow(window: WindowName, atNs: number): void {
    this.#window = window;
    this.#clock.start(atNs);
  }

  closeWindow(atNs: number): void {
    this.#window = undefined;
    this.#clock.stop(atNs);
  }

  /** Begins the main work of the phase: its first stage, switch or recording. */
  beginWork(atNs: number): void {
    this.#clock.start(atNs);
  }

  beginStage(event: EventOf<'stage-began'>): void {
    this.beginWork(event.atNs);
    const begun = this.#stages.get(event.stage);
    if (begun === undefined) {
      this.#stages.set(event.stage, new StageAggregate(event, this.#placeOf(event)));
    } else {
      begun.resume();
    }
  }

  endStage(name: string): void {
    this.#stages.get(name)?.end();
  }

  end(atNs: number, peakResidentBytes: number): void {
    this.#endedNs = atNs;
    this.#window = undefined;
    this.#peakResidentBytes = peakResidentBytes;
    for (const stage of this.#stages.values()) stage.end();
  }

  /** Counts a request for its stage; requests outside stages are not counted. */
  request(row: RequestRow): void {
    this.#stages.get(row.stage)?.request(row);
  }

  /** @param peakResidentBytes highest so far, for a phase in progress */
  figures(nowNs: number, peakResidentBytes: number): PhaseFigures {
    const isInProgress = Number.isNaN(this.#endedNs);
    const { name, plannedMs } = this.#plan;
    const leftMs = plannedMs - this.#clock.elapsedNs(nowNs) / 1e6;
    const stages = Array.from(this.#stages.values(), (stage) => stage.figures(nowNs));
    const stage = stages.find((one) => one.isInProgress);
    return {
      name,
      isInProgress,
      window: this.#window,
      elapsedMs: Math.max(0, (isInProgress ? nowNs : this.#endedNs) - this.#beganNs) / 1e6,
      plannedMs,
      leftMs: isInProgress ? (leftMs < 0 ? Number.NaN : leftMs) : 0,
      ...(stage === undefined ? {} : { stage }),
      stages,
      peakResidentBytes: isInProgress ? peakResidentBytes : this.#peakResidentBytes,
    };
  }

  #placeOf({ stage, level }: EventOf<'stage-began'>): StageFigures['place'] | undefined {
    const names = this.#plan.stages ?? [];
    const index = names.indexOf(level?.sweep ?? stage);
    return index === -1 ? undefined : { index: index + 1, count: names.length };
  }
}
