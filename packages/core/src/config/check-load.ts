import { ConfigError } from '../spec/errors.ts';
import { checkContextFits } from '../phase/context-fit.ts';
import { MAX_ARRIVALS } from '../phase/load-options.ts';
import type { ParsedConfig } from './config-schema.ts';
import { isServer } from './is-server.ts';

type LoadConfig = ParsedConfig['phases']['load'];

/** Keys of a schedule that are of one shape only. */
const OWN_KEYS = {
  gamma: ['burstiness'],
  ramp: ['from', 'to'],
  trace: ['trace'],
} as const;

function wrongSchedule({ schedule, loops }: LoadConfig): string[] {
  const { shape, rate } = schedule;
  const needed: readonly string[] = shape in OWN_KEYS ? ownKeysOf(shape) : [];
  const given = Object.keys(schedule);
  const missing = needed.filter((key) => !given.includes(key));
  const foreign = Object.entries(OWN_KEYS).flatMap(([owner, keys]) =>
    owner === shape ? [] : keys.filter((key) => given.includes(key)).map((key) => ({ owner, key })),
  );
  const hasNoRate = shape === 'ramp' || shape === 'trace';
  return [
    ...missing.map((key) => `shape ${shape} needs ${key}.`),
    ...foreign.map(({ owner, key }) => `${key} is for shape ${owner}, and the shape is ${shape}.`),
    ...(hasNoRate && rate !== 'auto'
      ? [`shape ${shape} has rates of its own: leave rate out.`]
      : []),
    ...(!hasNoRate && rate === 'auto' && !loops.includes('closed') && loops.includes('open')
      ? ['rate auto is taken from the closed loop: set a rate, or add "closed" to loops.']
      : []),
    ...(shape === 'ramp' && schedule.from === 0 && schedule.to === 0
      ? ['a ramp from 0 to 0 brings nobody: expected one of both above 0.']
      : []),
    ...(schedule.speed !== 1 && shape !== 'trace'
      ? [`speed is for shape trace, and the shape is ${shape}.`]
      : []),
  ].map((fault) => `phases.load.schedule: ${fault}`);
}

function ownKeysOf(shape: string): readonly string[] {
  return Object.entries(OWN_KEYS).find(([owner]) => owner === shape)?.[1] ?? [];
}

/** Two settings that say where prompts come from cannot both hold. */
function wrongPrompts(load: LoadConfig): string[] {
  const isTrace = load.schedule.shape === 'trace';
  const conflicts: readonly (readonly [boolean, string, readonly (keyof LoadConfig)[]])[] = [
    [load.prompts !== undefined, 'prompts', ['inputTokens', 'sharedPrefix', 'sessions']],
    [load.sessions !== undefined, 'sessions', ['sharedPrefix']],
    [isTrace, 'schedule.trace', ['prompts', 'inputTokens', 'sessions']],
  ];
  const idle =
    load.uniquePrompts && load.prompts === undefined
      ? ['phases.load: uniquePrompts needs prompts: synthetic prompts are unique without it.']
      : [];
  const wrong = conflicts.flatMap(([holds, one, others]) =>
    others
      .filter((other) => holds && load[other] !== undefined)
      .map(
        (other) =>
          `phases.load: ${one} and ${other} both say what is asked. Leave one of them out.`,
      ),
  );
  return [...idle, ...wrong];
}

function wrongSweep(load: LoadConfig, hasObjectives: boolean): string[] {
  const { sweep } = load;
  if (sweep === undefined) return [];
  const { over, from, to } = sweep;
  const faults = [
    ...(hasObjectives
      ? []
      : ['a sweep raises the load until objectives break: set objectives, or --objective.']),
    ...(from > to ? [`it goes from ${from} to ${to}: expected from to be at most to.`] : []),
    ...(over === 'concurrency' && !(Number.isInteger(from) && Number.isInteger(to))
      ? ['a concurrency is a whole number: expected from and to to be.']
      : []),
  ];
  return faults.map((fault) => `phases.load.sweep: ${fault}`);
}

/** A schedule is made before the load begins, and held in memory. */
function wrongSize({ schedule, duration, loops }: LoadConfig): string[] {
  if (schedule.rate === 'auto' || !loops.includes('open')) return [];
  const arrivals = (schedule.rate * duration) / loops.length / 1000;
  if (arrivals <= MAX_ARRIVALS) return [];
  return [
    `phases.load.schedule.rate: ${schedule.rate} a second are ${Math.round(arrivals)} arrivals: expected at most ${MAX_ARRIVALS}. Lower the rate or the duration.`,
  ];
}

/** Levels above the connections of a server would all be the same load, and be reported as asked for. */
function wrongConnections(
  load: LoadConfig,
  { url, maxConnections = Infinity }: ParsedConfig['target'],
): string[] {
  if (url === undefined) return [];
  const levels = {
    concurrency: load.loops.includes('closed') ? load.concurrency : 0,
    'sweep.to': load.sweep?.over === 'concurrency' ? load.sweep.to : 0,
  };
  return Object.entries(levels)
    .filter(([, level]) => level > maxConnections)
    .map(
      ([key, level]) =>
        `phases.load.${key} is ${level} requests at once, and target.maxConnections allows ${maxConnections}. Set target.maxConnections to ${level}, or ask for less.`,
    );
}

/**
 * Holds the parts of the load phase against each other and against the target.
 * @throws {ConfigError} one line for each thing that is wrong
 */
export function checkLoad({ phases, objectives, target, phase = 'load' }: ParsedConfig): void {
  const { load } = phases;
  // An embedded engine makes its context as large as it is set; that of a server is known once it is reached.
  if (!isServer(target) && phase === 'load') {
    checkContextFits(load, undefined, target.contextTokens);
  }
  const wrong = [
    ...wrongSchedule(load),
    ...wrongSize(load),
    ...wrongPrompts(load),
    ...wrongSweep(load, Object.keys(objectives).length > 0),
    ...wrongConnections(load, target),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}
