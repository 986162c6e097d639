import { describeCriterion, isItemApi, parseConfig, type RunConfig } from '@loadcell/core';
import { defaultConfig } from '../../config/default-config.ts';
import type { PlainObject } from '../../config/plain-object.ts';
import type { ListedSetting } from '../template/listed-settings.ts';
import type { TargetKind } from './target-kind.ts';

/** Keys of the target that a file lists, in order, whether they have a value or not. */
const TARGET_KEYS: Readonly<Record<TargetKind, readonly string[]>> = {
  server: ['url', 'api', 'models', 'pid', 'apiKeyEnv'],
  command: ['command', 'models', 'cwd', 'env'],
  embedded: ['models', 'contextTokens', 'parallel', 'gpu', 'threads'],
  module: ['engine', 'models', 'contextTokens', 'parallel', 'threads'],
};

/** What models are to each kind; the schema describes them for all. */
const MODELS_COMMENT: Readonly<Record<TargetKind, string>> = {
  server: 'model names of the server (default: the first listed one that generates text)',
  command: 'model names, for {model} in the command (default: the first listed one)',
  embedded: 'model files, the main one first (default: two tiny models that Loadcell generates)',
  module: 'model files for the engine, the main one first',
};

/** Criteria that a file suggests in a comment, by phase. */
const SUGGESTED: Readonly<Record<TargetKind, Readonly<Record<string, readonly string[]>>>> = {
  server: { load: ['p95TimeToFirstToken', 'p95TimePerOutputToken'] },
  command: {
    baseline: ['maxMemoryUsage', 'startupTimeToFirstToken'],
    load: ['p95TimeToFirstToken', 'p95TimePerOutputToken'],
  },
  embedded: {
    baseline: ['maxMemoryUsage', 'avgLoadTime'],
    load: ['p95TimeToFirstToken', 'p95TimePerOutputToken'],
  },
  module: {
    baseline: ['maxMemoryUsage', 'avgLoadTime'],
    load: ['p95TimeToFirstToken', 'p95TimePerOutputToken'],
  },
};

/** The same for an API without text. */
const SUGGESTED_WITHOUT_TEXT: (typeof SUGGESTED)[TargetKind] = {
  load: ['p95ResponseTime', 'itemThroughput'],
};

/** Criteria of a phase: those that apply to the target by default, then suggestions in comments. */
function criteriaSettings(
  { name, successCriteria }: RunConfig['phases'][number],
  kind: TargetKind,
  hasText: boolean,
): ListedSetting[] {
  const place = ['phases', name, 'successCriteria'];
  const suggested = (hasText ? SUGGESTED[kind] : SUGGESTED_WITHOUT_TEXT)[name] ?? [];
  return [
    ...Object.entries(successCriteria).map(([key, value]) => ({ key, value })),
    ...suggested.filter((key) => !(key in successCriteria)).map((key) => ({ key })),
  ].map(({ key, ...value }) => ({
    path: [...place, key],
    comment: describeCriterion(key),
    ...value,
  }));
}

/** The default stages in the keys that say how much load they are. */
function stages(): unknown {
  return defaultConfig().phases.load.stages.map((stage) => ({
    kind: stage.kind,
    ...('concurrency' in stage ? { concurrency: stage.concurrency } : {}),
    ...('rate' in stage ? { rate: stage.rate } : {}),
  }));
}

/** The settings of a phase that decide how long and how heavy it is. */
function extentSettings(phase: string, hasText: boolean): ListedSetting[] {
  const place = ['phases', phase];
  if (phase !== 'load') return [{ path: [...place, 'duration'] }];
  return [
    { path: [...place, 'inputTokens'] },
    { path: [...place, hasText ? 'outputTokens' : 'itemsPerRequest'] },
    { path: [...place, 'duration'] },
    { path: [...place, 'stages'], value: stages() },
  ];
}

/** What a target needs in its file, and what else matters first. */
export interface TargetSettings {
  /** Its keys, and the criteria that a run of it has by default. */
  readonly facts: readonly ListedSetting[];
  /** The same with the extent of its phases, in the order of a file that lists nothing else. */
  readonly essentials: readonly ListedSetting[];
}

/**
 * The settings of a file for a target.
 * @throws {ConfigError} when the target is invalid
 */
export function settingsFor(kind: TargetKind, target: PlainObject): TargetSettings {
  const known = TARGET_KEYS[kind];
  const others = 'api' in target && !known.includes('api') ? ['api'] : [];
  const keys = [...known, ...others].map((key) => ({
    path: ['target', key],
    ...(key === 'models' ? { comment: MODELS_COMMENT[kind] } : {}),
    ...(key in target ? { value: target[key] } : {}),
  }));
  const parsed = parseConfig({ target });
  const hasText = !isItemApi(parsed.target.api);
  // A phase without criteria is skipped for this target.
  const phases = parsed.phases.filter(
    ({ successCriteria }) => Object.keys(successCriteria).length > 0,
  );
  return {
    facts: [...keys, ...phases.flatMap((phase) => criteriaSettings(phase, kind, hasText))],
    essentials: [
      ...keys,
      ...(kind === 'server' ? [] : [{ path: ['maxMemory'] }]),
      ...phases.flatMap((phase) => [
        ...criteriaSettings(phase, kind, hasText),
        ...extentSettings(phase.name, hasText),
      ]),
    ],
  };
}
