import { nowNs } from '../../../../src/stream/clock.ts';
import type {
  StageFollowing,
  StageKey,
  StageStop,
  StageSync,
  StageTotals,
} from '../../../../src/phase/stage/sync/stage-sync.ts';
import type { StageSummary } from '../../../../src/phase/stage/sync/stage-summary.ts';

/** Waits until all workers have come. */
class Meeting<Given, Result> {
  readonly #count: number;
  readonly #conclude: (all: readonly Given[]) => Result;
  readonly #given: Given[] = [];
  readonly #over: Promise<Result>;
  #resolve: (result: Result) => void = () => {};

  constructor(count: number, conclude: (all: readonly Given[]) => Result) {
    this.#count = count;
    this.#conclude = conclude;
    this.#over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  async come(given: Given): Promise<Result> {
    this.#given.push(given);
    if (this.#given.length === this.#count) this.#resolve(this.#conclude(this.#given));
    return await this.#over;
  }
}

function sumOf(all: readonly StageTotals[]): StageTotals {
  const sum = (of: (one: StageTotals) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  const endedBy = all.find((one) => one.endedBy !== undefined)?.endedBy;
  return {
    measured: sum((one) => one.measured),
    good: sum((one) => one.good),
    abandoned: sum((one) => one.abandoned),
    requestsPerSecond: sum((one) => one.requestsPerSecond || 0),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}

/** What workers share of a stage. */
class SharedStage {
  readonly ready: Meeting<undefined, number>;
  readonly ended: Meeting<StageTotals, StageTotals>;
  readonly over = new AbortController();
  readonly summaries = new Map<number, StageSummary>();
  stop: StageStop | undefined;
  startNs = Number.NaN;

  constructor(count: number) {
    this.ready = new Meeting(count, () => (this.startNs = nowNs() + 20e6));
    this.ended = new Meeting(count, sumOf);
  }

  endAll(stop: StageStop): void {
    this.stop ??= stop;
    this.over.abort();
  }
}

type Decide = (summaries: readonly StageSummary[]) => StageStop | undefined;

/** Workers in one process that start and end each stage together. */
export class JoinedWorkers {
  readonly #count: number;
  readonly #decide: Decide;
  readonly #stages = new Map<string, SharedStage>();

  constructor(count: number, decide: Decide = () => undefined) {
    this.#count = count;
    this.#decide = decide;
  }

  stage(name: string): SharedStage {
    const known = this.#stages.get(name) ?? new SharedStage(this.#count);
    this.#stages.set(name, known);
    return known;
  }

  syncOf(index: number): StageSync {
    return {
      isJoined: true,
      ready: async ({ stage }) => await this.stage(stage).ready.come(undefined),
      ended: async ({ stage }, own) => await this.stage(stage).ended.come(own),
      follow: (key) => this.#follow(key, index),
    };
  }

  #follow({ stage: name }: StageKey, index: number): StageFollowing {
    const stage = this.stage(name);
    return {
      signal: stage.over.signal,
      get stop() {
        return stage.stop;
      },
      report: (summary) => {
        stage.summaries.set(index, summary);
        const stop = this.#decide([...stage.summaries.values()]);
        if (stop !== undefined) stage.endAll(stop);
      },
      endedItself: (endedBy) => stage.endAll({ kind: 'ended-itself', endedBy }),
      close: () => {},
    };
  }
}
