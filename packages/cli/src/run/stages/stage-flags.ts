import { ConfigError, explainUnknown } from '@loadcell/core';
import { defaultConfig } from '../../config/default-config.ts';
import { withValue } from '../../config/override-config.ts';
import { isPlainObject, type PlainObject } from '../../config/plain-object.ts';
import { flagName, type FlagRow, type Flags } from '../../flags/flag-row.ts';
import { readFlag } from '../../flags/flag-values.ts';
import { cannotCombine, needs } from '../../flags/refusals.ts';
import { cancelOf } from './cancel-flags.ts';
import { DECIDABLE, refuseOtherEnds, withUntilDecided } from './until-decided-flags.ts';
import { withoutEnd } from './without-end.ts';

/** Reads a flag by name; undefined when it is not given. */
type ReadFlag = (name: string) => unknown;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A stage of a kind with the settings of a flag; none when the flag is not given. */
function stageOf(kind: string, settings: unknown): PlainObject[] {
  return isPlainObject(settings) ? [{ kind, ...settings }] : [];
}

/** The stages that flags add, in the order in which they run. */
function namedStages(read: ReadFlag): PlainObject[] {
  return [
    ...listOf(read('concurrency')).map((concurrency) => ({ kind: 'closed', concurrency })),
    ...listOf(read('rate')).map((rate) => ({ kind: 'open', rate })),
    ...stageOf('ramp', read('ramp')),
    ...listOf(read('trace')).map((file) => ({ kind: 'trace', file })),
    ...listOf(read('sessions')).map((rate) => ({ kind: 'sessions', rate })),
    ...listOf(read('users')).map((users) => ({ kind: 'sessions', users })),
    ...stageOf('sweep', read('sweep')),
  ];
}

/** The stages of a configuration, or the default ones without any; undefined for a value that is not a list. */
function standingStages(config: unknown): readonly unknown[] | undefined {
  const phases = isPlainObject(config) ? config['phases'] : undefined;
  const load = isPlainObject(phases) ? phases['load'] : undefined;
  const stages = isPlainObject(load) ? load['stages'] : undefined;
  if (stages === undefined) return defaultConfig().phases.load.stages;
  return Array.isArray(stages) ? stages : undefined;
}

/** Values of `--arrivals`; `gamma` is an object in a configuration. */
const PATTERNS: readonly string[] = ['poisson', 'constant', 'gamma'];

/** The value of `--arrivals`; undefined when it is not given. */
function patternOf(read: ReadFlag): string | undefined {
  const pattern = read('arrivals');
  if (typeof pattern !== 'string') return undefined;
  if (PATTERNS.includes(pattern)) return pattern;
  throw new ConfigError(explainUnknown('--arrivals', pattern, PATTERNS).text, {
    help: `pass one of ${PATTERNS.join(', ')}; gamma needs --burstiness`,
  });
}

/** The `arrivals` setting from `--arrivals` and `--burstiness`; undefined without both flags. */
function arrivalsOf(read: ReadFlag): unknown {
  const pattern = patternOf(read);
  const burstiness = read('burstiness');
  if (burstiness === undefined) {
    if (pattern !== 'gamma') return pattern;
    throw new ConfigError(needs('--arrivals gamma', '--burstiness'), {
      help: 'pass --burstiness, such as --burstiness 0.5, which implies gamma',
    });
  }
  if (pattern === undefined || pattern === 'gamma') return { gamma: burstiness };
  throw new ConfigError(cannotCombine('--burstiness', `--arrivals ${pattern}`), {
    help: 'remove one: only gamma arrivals have a burstiness',
  });
}

/** Kinds of stages that each setting changes. */
const CHANGED_BY: Readonly<Record<string, readonly unknown[]>> = {
  arrivals: ['open', 'sessions', 'sweep'],
  burstiness: ['open', 'sessions', 'sweep'],
  cancel: ['closed', 'open', 'ramp', 'trace'],
  'cancel-after': ['closed', 'open', 'ramp', 'trace'],
  requests: ['closed', 'open', 'sessions', 'trace'],
  'until-decided': DECIDABLE,
  'max-duration': DECIDABLE,
  warmup: ['closed', 'open', 'sessions', 'ramp', 'trace', 'sweep'],
  'max-error-rate': ['closed', 'open', 'sessions', 'ramp', 'trace', 'sweep'],
  'max-outage': ['closed', 'open', 'sessions', 'ramp', 'trace', 'sweep'],
  'stop-over-saturated': ['open', 'ramp'],
  'think-time': ['sessions'],
  history: ['sessions'],
  'dataset-format': ['trace'],
};

/** Flags whose value is a key of the stages that they change. */
const VALUE_KEYS: Readonly<Record<string, string>> = {
  'max-error-rate': 'maxErrorRate',
  'max-outage': 'maxOutage',
  'stop-over-saturated': 'stopOverSaturated',
  'think-time': 'thinkTime',
  history: 'history',
  'dataset-format': 'format',
};

/** The keys that flags set for a stage. */
function valuesOf(stage: PlainObject, read: ReadFlag): PlainObject {
  const values: Record<string, unknown> = {};
  for (const [flag, key] of Object.entries(VALUE_KEYS)) {
    const value = read(flag);
    if (value !== undefined && CHANGED_BY[flag]?.includes(stage['kind'])) values[key] = value;
  }
  return values;
}

/** Joins names to `closed, open, or trace`. */
const ANY_OF = new Intl.ListFormat('en-US', { type: 'disjunction' });

/** Rejects a setting that changes no stage, since it would have no effect. */
function refuseIdleSetting(name: string, kinds: readonly unknown[]): void {
  const changed = CHANGED_BY[name] ?? [];
  if (name === 'requests' && kinds.includes('ramp')) {
    throw new ConfigError(cannotCombine('--requests', 'a ramp'), {
      help: 'remove --requests: the rates and the duration of a ramp determine their number',
    });
  }
  if (kinds.some((kind) => changed.includes(kind))) return;
  throw new ConfigError(
    needs(`--${name}`, `a stage of kind ${ANY_OF.format(changed.map(String))}`),
    {
      help: `remove it, or add such a stage; this run has only ${kinds.join(', ')}`,
    },
  );
}

/** Kinds of stages that get a share of the duration of their phase, unless they end by count. */
const TIMED: readonly unknown[] = ['closed', 'open', 'sessions', 'ramp'];

function isTimed(stage: unknown): boolean {
  return isPlainObject(stage) && TIMED.includes(stage['kind']) && stage['requests'] === undefined;
}

/** Rejects a duration where every stage ends by count, with its trace or level by level: it would have no effect. */
function refuseIdleDuration(stages: readonly unknown[]): void {
  if (stages.some(isTimed)) return;
  const hasSweep = stages.some((stage) => isPlainObject(stage) && stage['kind'] === 'sweep');
  throw new ConfigError(needs('--duration', 'a stage that ends by time'), {
    help: hasSweep
      ? 'remove it: the duration of a level (10s) is a key of the sweep in a configuration file'
      : 'remove it, or remove --requests: a stage ends by count or by time',
  });
}

function withSettings(stage: PlainObject, settings: PlainObject): PlainObject {
  const { arrivals, cancel, requests, warmup, untilDecided, maxDuration } = settings;
  const isChangedBy = (name: string): boolean => CHANGED_BY[name]?.includes(stage['kind']) === true;
  let changed = stage;
  if (arrivals !== undefined && isChangedBy('arrivals')) changed = { ...changed, arrivals };
  if (cancel !== undefined && isChangedBy('cancel')) changed = { ...changed, cancel };
  if (requests !== undefined && isChangedBy('requests')) {
    changed = { ...withoutEnd(changed), requests };
  }
  if (warmup !== undefined && isChangedBy('warmup')) changed = { ...changed, warmup };
  return withUntilDecided(changed, untilDecided, maxDuration);
}

function refuseOtherPhase(flags: Flags, given: readonly string[]): void {
  const phase = flags.get('phase')?.at(-1);
  if (phase === undefined || phase === 'load') return;
  throw new ConfigError(cannotCombine(`--${given[0] ?? ''}`, `--phase ${phase}`), {
    help: 'remove --phase, or pass --phase load: only the load phase has stages',
  });
}

/**
 * Applies the flags of stages to a configuration. A flag that adds a stage replaces the list of the file, and only the load
 * phase runs; settings such as `--arrivals` and `--requests` change the resulting list.
 * @param config as read from a file, unchecked
 * @throws {ConfigError} naming the flag that has an invalid value or no effect
 */
export function withStages(config: unknown, table: readonly FlagRow[], flags: Flags): unknown {
  const given = (mark: FlagRow['stage']): string[] =>
    table.filter((row) => row.stage === mark && flags.has(flagName(row))).map(flagName);
  const loads = given('load');
  const settings = given('setting');
  const changesTrace = flags.has('dataset-format');
  if (loads.length === 0 && settings.length === 0 && !changesTrace) return config;
  if (loads.length + settings.length > 0) refuseOtherPhase(flags, [...loads, ...settings]);
  const read: ReadFlag = (name) => readFlag(table, flags, name);
  const stages = loads.length > 0 ? namedStages(read) : standingStages(config);
  // The schema rejects a value that is not a list.
  if (stages === undefined) return config;
  refuseOtherEnds(flags, stages);
  const values = {
    arrivals: arrivalsOf(read),
    cancel: cancelOf(read),
    requests: read('requests'),
    warmup: read('warmup'),
    untilDecided: read('until-decided'),
    maxDuration: read('max-duration'),
  };
  const kinds = stages.map((stage) => (isPlainObject(stage) ? stage['kind'] : undefined));
  for (const name of settings) refuseIdleSetting(name, kinds);
  const changed = stages.map((stage) =>
    isPlainObject(stage) ? { ...withSettings(stage, values), ...valuesOf(stage, read) } : stage,
  );
  if (loads.length > 0 && flags.has('duration')) refuseIdleDuration(changed);
  const staged = withValue(config, ['phases', 'load', 'stages'], changed);
  return loads.length > 0 ? withValue(staged, ['phase'], 'load') : staged;
}
