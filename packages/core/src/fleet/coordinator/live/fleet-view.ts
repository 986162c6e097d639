import { nowNs } from '../../../stream/clock.ts';
import type { AgentCounts } from '../../protocol/live.ts';
import { LAG_MS, type FleetFigures } from './fleet-figures.ts';

/** Span of the request rate, ns. */
const RATE_SPAN_NS = 5e9;

interface Total {
  readonly atNs: number;
  readonly ended: number;
}

/** Where the numbers that are not counts come from. */
export interface FleetViewSource {
  /** Names of the load agents, in the order of their slices. */
  readonly loadAgents: readonly string[];
  /** Names of all agents. */
  readonly agents: readonly string[];
  /** Load agents that the others wait for. */
  readonly awaited: () => readonly string[];
  /** Time since the last sign of life of an agent, ms. */
  readonly silenceMs: (name: string) => number;
}

/** Sums the counts that agents publish once a second. */
export class FleetView {
  readonly #source: FleetViewSource;
  readonly #clock: () => number;
  readonly #counts = new Map<string, AgentCounts>();
  #totals: Total[] = [];
  #place = '';

  /** @param clock CLOCK_MONOTONIC nanoseconds */
  constructor(source: FleetViewSource, clock: () => number = nowNs) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Takes the counts of an agent of the run; of any other they are ignored. */
  take(counts: AgentCounts): void {
    if (!this.#source.agents.includes(counts.machine)) return;
    this.#counts.set(counts.machine, counts);
    const { phase, stage } = this.#inProgress();
    const place = JSON.stringify([phase, stage]);
    if (place !== this.#place) this.#totals = [];
    this.#place = place;
    const atNs = this.#clock();
    const { successful, failed } = this.#sums(phase, stage);
    const isRecent = (total: Total): boolean => atNs - total.atNs <= RATE_SPAN_NS;
    this.#totals = [...this.#totals.filter(isRecent), { atNs, ended: successful + failed }];
  }

  figures(): FleetFigures {
    const { loadAgents, agents, awaited, silenceMs } = this.#source;
    const { phase, stage } = this.#inProgress();
    return {
      ...(phase === undefined ? {} : { phase }),
      ...(stage === undefined ? {} : { stage }),
      loadAgents: loadAgents.length,
      ...this.#sums(phase, stage),
      requestsPerSecond: this.#rate(),
      memory: agents.flatMap((machine) => {
        const bytes = this.#counts.get(machine)?.memoryBytes;
        return bytes === undefined ? [] : [{ machine, bytes }];
      }),
      awaited: awaited(),
      silent: agents
        .map((name) => ({ name, silenceMs: silenceMs(name) }))
        .filter((one) => one.silenceMs > LAG_MS),
    };
  }

  /** The phase and stage of the first load agent that has them: all run the same stage together. */
  #inProgress(): Pick<AgentCounts, 'phase' | 'stage'> {
    const all = this.#ofLoad();
    const inStage = all.find(({ stage }) => stage !== undefined);
    const { phase, stage } = inStage ?? all.find((one) => one.phase !== undefined) ?? {};
    return {
      ...(phase === undefined ? {} : { phase }),
      ...(stage === undefined ? {} : { stage }),
    };
  }

  #ofLoad(): AgentCounts[] {
    return this.#source.loadAgents.flatMap((name) => this.#counts.get(name) ?? []);
  }

  #sums(
    phase: string | undefined,
    stage: string | undefined,
  ): Pick<FleetFigures, 'successful' | 'failed'> {
    const sums = { successful: 0, failed: 0 };
    for (const one of this.#ofLoad()) {
      if (one.phase !== phase || one.stage !== stage) continue;
      sums.successful += one.successful ?? 0;
      sums.failed += one.failed ?? 0;
    }
    return sums;
  }

  #rate(): number {
    const [first] = this.#totals;
    const last = this.#totals.at(-1);
    if (first === undefined || last === undefined || last.atNs === first.atNs) return Number.NaN;
    return Math.max(0, last.ended - first.ended) / ((last.atNs - first.atNs) / 1e9);
  }
}
