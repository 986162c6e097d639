import type { StageKey, StageStop, StageTotals } from '../../../phase/stage/sync/stage-sync.ts';
import { keys } from '../../protocol/names.ts';
import { toPayload } from '../../protocol/payload.ts';
import { StageTotalsSchema } from '../../protocol/stage-messages.ts';
import { sumTotals } from './sum-totals.ts';

/** Time from the decision to start a stage to its start, ms: every agent has heard of it by then, or its start is late. */
export const START_LEAD_MS = 2500;

/** What a load agent reports of a stage. */
export type StageReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly totals: StageTotals };

/** A value to put into the bucket of the run. */
export interface StagePut {
  readonly key: string;
  readonly value: unknown;
}

interface Stage {
  readonly key: StageKey;
  readonly ready: Set<string>;
  readonly ended: Map<string, StageTotals>;
  isStarted: boolean;
  isStopped: boolean;
  isOver: boolean;
}

/**
 * Starts each stage of a run at one instant, once every load agent is ready for it, and sums its totals once it has ended on
 * all. A report that comes twice, as after a reconnect, counts once.
 */
export class StageBoard {
  readonly #agents: readonly string[];
  readonly #clock: () => number;
  readonly #stages = new Map<string, Stage>();
  #isHeld = true;

  /**
   * @param agents names of the load agents
   * @param clock CLOCK_MONOTONIC nanoseconds
   */
  constructor(agents: readonly string[], clock: () => number) {
    this.#agents = agents;
    this.#clock = clock;
  }

  /** Allows stages to start: every watcher samples. @returns what to put */
  release(): StagePut[] {
    this.#isHeld = false;
    return [...this.#stages.values()].flatMap((stage) => this.#start(stage));
  }

  /** Takes the report of an agent; of any other than the load agents it is ignored. @returns what to put */
  take(key: StageKey, agent: string, report: StageReport): StagePut[] {
    if (!this.#agents.includes(agent)) return [];
    const stage = this.#stageOf(key);
    stage.ready.add(agent);
    if (report.kind === 'ready') return this.#start(stage);
    stage.ended.set(agent, report.totals);
    return this.#end(stage);
  }

  /** Ends a stage for all agents: its criteria are decided, or it ended itself on one of them. @returns what to put */
  stop(key: StageKey, stop: StageStop): StagePut[] {
    const stage = this.#stageOf(key);
    if (stage.isStopped || stage.isOver) return [];
    stage.isStopped = true;
    return [{ key: keys.stop(key), value: stop }];
  }

  /** The stage that has started and not ended on all agents. */
  get inProgress(): StageKey | undefined {
    return this.#last(({ isStarted, isOver }) => isStarted && !isOver)?.key;
  }

  /** Load agents that the others wait for: not ready for a stage that another one is ready for. Empty during a stage. */
  get awaited(): readonly string[] {
    const waiting = this.#last(({ isStarted }) => !isStarted);
    if (waiting === undefined) return [];
    return this.#agents.filter((agent) => !waiting.ready.has(agent));
  }

  /** Among agents whose load is over, those that others wait for: to begin the last stage, or to end it. */
  missed(over: ReadonlySet<string>): { readonly stage: string; readonly agents: string[] } {
    const stage = this.#last(() => true);
    if (stage === undefined || stage.isOver) return { stage: '', agents: [] };
    const reported = stage.isStarted ? [...stage.ended.keys()] : [...stage.ready];
    const isAwaited = (agent: string): boolean => over.has(agent) && !reported.includes(agent);
    const agents = reported.length === 0 ? [] : this.#agents.filter(isAwaited);
    return { stage: stage.key.stage, agents };
  }

  #last(fits: (stage: Stage) => boolean): Stage | undefined {
    return [...this.#stages.values()].findLast(fits);
  }

  #stageOf(key: StageKey): Stage {
    const id = keys.start(key);
    const known = this.#stages.get(id);
    if (known !== undefined) return known;
    const made = {
      key,
      ready: new Set<string>(),
      ended: new Map(),
      isStarted: false,
      isStopped: false,
      isOver: false,
    };
    this.#stages.set(id, made);
    return made;
  }

  #start(stage: Stage): StagePut[] {
    if (this.#isHeld || stage.isStarted || !this.#isComplete(stage.ready)) return [];
    stage.isStarted = true;
    const startNs = this.#clock() + START_LEAD_MS * 1e6;
    return [{ key: keys.start(stage.key), value: { startNs } }];
  }

  #end(stage: Stage): StagePut[] {
    if (stage.isOver || !this.#isComplete(stage.ended)) return [];
    stage.isOver = true;
    const totals = sumTotals([...stage.ended.values()]);
    return [{ key: keys.totals(stage.key), value: toPayload(StageTotalsSchema, totals) }];
  }

  #isComplete(names: { has(name: string): boolean }): boolean {
    return this.#agents.every((agent) => names.has(agent));
  }
}
