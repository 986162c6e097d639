import type { PhaseName } from '../../spec/contract/test-config.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';
import { presetCriteria, type SloPreset } from './slo-presets.ts';

/** The rest of a configuration that a preset must fit. */
export interface RestOfConfig {
  /** Thresholds of the load phase by criterion, under the key of the configuration. */
  readonly criteria: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The only phase that runs; undefined where all do. */
  readonly phase: PhaseName | undefined;
}

/** The stage, metric and aggregate that a criterion judges, as a key. */
function judgedBy(key: string): string {
  const { stage = '', metric, aggregate } = parseCriterion(key);
  return `${stage} ${metric.name} ${aggregate}`;
}

function setTwice(preset: SloPreset, criteria: RestOfConfig['criteria']): Mistake[] {
  const set = new Set(Object.keys(presetCriteria(preset)).map(judgedBy));
  return Object.entries(criteria).flatMap(([where, written]) =>
    Object.keys(written)
      .filter((key) => set.has(judgedBy(key)))
      .map((key) => ({
        text: `${where}: "${key}" and SLO preset "${preset.name}" set the same criterion`,
        help: 'remove one of them',
      })),
  );
}

/** A preset gates nothing where the load phase does not run. */
function unjudged({ name, ttftMs, tpotMs }: SloPreset, phase: RestOfConfig['phase']): Mistake[] {
  if (phase === undefined || phase === 'load') return [];
  return [
    {
      text: `SLO preset "${name}" sets criteria of the load phase, and only ${phase} runs`,
      help: `run the load phase, or set the limits alone: --slo ttft=${ttftMs}ms --slo tpot=${tpotMs}ms`,
    },
  ];
}

/**
 * Checks a preset against the criteria and the phase of a configuration, which must be valid by themselves.
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkPreset(preset: SloPreset, { criteria, phase }: RestOfConfig): void {
  refuseMistakes([...unjudged(preset, phase), ...setTwice(preset, criteria)]);
}
