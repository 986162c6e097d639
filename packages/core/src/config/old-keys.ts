/** Keys of every phase. */
const OF_PHASES = {
  settle: 'rename it to cooldown',
  promptTokens: 'rename it to inputTokens, which counts tokens, not words',
};
const NO_DECISION = 'remove it: only closed and open stages can run until decided';

/** Renamed, moved and misplaced keys by their place, each with what to do. */
const OLD_KEYS: readonly {
  readonly isAt: (path: readonly PropertyKey[]) => boolean;
  readonly help: Readonly<Record<string, string>>;
}[] = [
  {
    isAt: (path) => path.length === 0,
    help: { objectives: 'rename it to slos: slos: { ttft: 200 }' },
  },
  {
    isAt: (path) => path.join('.') === 'target',
    help: {
      sequences: 'rename it to parallel',
      maxConnections: 'rename it to maxConcurrency',
      certificateAuthorities: 'rename it to caCertificates',
    },
  },
  {
    isAt: ([phases, name, ...rest]) =>
      phases === 'phases' && (name === 'baseline' || name === 'cross-model') && rest.length === 0,
    help: OF_PHASES,
  },
  {
    isAt: (path) => path.join('.') === 'phases.load',
    help: {
      ...OF_PHASES,
      loops: 'list the loads as stages: stages: [{ kind: "closed" }, { kind: "open" }]',
      concurrency: 'set it on a closed stage: stages: [{ kind: "closed", concurrency: 8 }]',
      minRequests: 'set it on a stage: stages: [{ kind: "closed", minRequests: 64 }]',
      warmUp: 'set warmup on a stage: stages: [{ kind: "closed", warmup: 16 }]',
      schedule:
        'use a stage of kind open, ramp or trace: stages: [{ kind: "open", rate: 5, arrivals: "poisson" }]',
      sessions: 'use a stage of kind sessions: stages: [{ kind: "sessions", turns: 3 }]',
      sweep:
        'use a stage of kind sweep: stages: [{ kind: "sweep", parameter: "rate", from: 1, to: 64 }]',
      prompts: 'rename it to dataset: dataset: "prompts.jsonl"',
    },
  },
  {
    isAt: ([phases, load, stages, index, ...rest]) =>
      phases === 'phases' &&
      load === 'load' &&
      stages === 'stages' &&
      index !== undefined &&
      rest.length === 0,
    help: {
      warmUp: 'rename it to warmup',
      over: 'rename it to parameter: parameter: "rate"',
      precision: 'rename it to tolerance',
      stepDuration: 'rename it to duration',
      trace: 'rename it to file: { kind: "trace", file: "day.csv" }',
      burstiness: 'set it as arrivals: { gamma: 0.5 }',
      utilization: 'set it as rate: { share: 0.5 }',
      shape: 'set the kind of the stage for a ramp or a trace, and arrivals for anything else',
      until: NO_DECISION,
      maxDuration: NO_DECISION,
      schedule: 'set arrivals on a stage: { kind: "open", rate: 5, arrivals: "poisson" }',
    },
  },
];

/** What to do about a renamed or misplaced key: imperative, lower case; undefined for any other. */
export function helpForOldKey(path: readonly PropertyKey[], key: string): string | undefined {
  const old = OLD_KEYS.find(({ isAt }) => isAt(path));
  return old !== undefined && Object.hasOwn(old.help, key) ? old.help[key] : undefined;
}
