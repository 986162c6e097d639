/** Memory of one watched process tree. */
export interface WatchedMemory {
  readonly machine: string;
  readonly bytes: number;
}

/** State of a run over several machines. Unmeasured values are `NaN`. */
export interface FleetFigures {
  /** Absent before the first phase. */
  readonly phase?: string;
  /** The stage in progress; absent before, between and after stages. */
  readonly stage?: string;
  readonly loadAgents: number;
  /** Ended requests of the stage in progress, over all load agents. */
  readonly successful: number;
  readonly failed: number;
  /** Requests that ended per second over the last 5 s; `NaN` before the second count. */
  readonly requestsPerSecond: number;
  readonly memory: readonly WatchedMemory[];
  /** Load agents that the others wait for at the start of a stage; empty while a stage is in progress. */
  readonly awaited: readonly string[];
  /** Agents without a sign of life for more than {@link LAG_MS}, with the time since the last one, ms. */
  readonly silent: readonly { readonly name: string; readonly silenceMs: number }[];
}

/** An agent that is silent for longer is shown, ms: three beats. */
export const LAG_MS = 3000;
