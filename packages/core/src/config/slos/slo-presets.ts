import { ConfigError } from '../../spec/error/errors.ts';
import { explainUnknown, nearestName } from '../../spec/nearest-name.ts';
import { neededCount } from '../../verdict/enough-samples.ts';

/** The limits of a published benchmark under one name. */
export interface SloPreset {
  /** As it is configured: `mlperf:llama2-70b-interactive`. */
  readonly name: string;
  /** TTFT limit, milliseconds. */
  readonly ttftMs: number;
  /** TPOT limit, milliseconds. */
  readonly tpotMs: number;
  /** The document that sets the limits. */
  readonly source: SloSource;
}

/** A document that sets limits: its title and its page. */
export interface SloSource {
  readonly title: string;
  readonly url: string;
}

/**
 * The table "Benchmarks" of the MLPerf Inference rules, datacenter suite, as of July 23, 2026 (revision
 * ac93e89c0c9a8819eb0ad987768c2f6e22896714). The rules judge the 99th percentile of both limits (table "Scenarios", Server
 * and Interactive). Some rows call the Server scenario "conversational".
 */
const MLPERF: SloSource = {
  title: 'MLPerf Inference rules',
  url: 'https://github.com/mlcommons/inference_policies/blob/master/inference_rules.adoc',
};

/** A row of that table: milliseconds of TTFT, then of TPOT. */
function mlperf(benchmark: string, ttftMs: number, tpotMs: number): SloPreset {
  return { name: `mlperf:${benchmark}`, ttftMs, tpotMs, source: MLPERF };
}

/** All SLO presets, in the order of `--slo list`. */
export const SLO_PRESETS: readonly SloPreset[] = [
  mlperf('llama3.1-8b-interactive', 500, 30),
  mlperf('llama3.1-8b-server', 2000, 100),
  mlperf('llama2-70b-interactive', 450, 40),
  mlperf('llama2-70b-server', 2000, 200),
  mlperf('mixtral-8x7b-server', 2000, 200),
  mlperf('gpt-oss-120b-interactive', 2000, 20),
  mlperf('gpt-oss-120b-server', 3000, 80),
  mlperf('llama3.1-405b-interactive', 4500, 80),
  mlperf('llama3.1-405b-server', 6000, 175),
  mlperf('deepseek-r1-interactive', 1500, 15),
  mlperf('deepseek-r1-server', 2000, 80),
];

/** Successful requests, none over the limit, that a stage needs to meet the p99 criteria of a preset. */
export const PRESET_REQUESTS = neededCount('p99');

/** The SLOs that a preset sets: milliseconds, by the short name of the metric. */
export function presetLimits({ ttftMs, tpotMs }: SloPreset): Readonly<Record<string, number>> {
  return { ttft: ttftMs, tpot: tpotMs };
}

/** The criteria that a preset sets for the load phase: the p99 of each limit, milliseconds. */
export function presetCriteria(preset: SloPreset): Readonly<Record<string, number>> {
  const limits = Object.entries(presetLimits(preset));
  return Object.fromEntries(limits.map(([name, limitMs]) => [`${name}.p99`, limitMs]));
}

/** @throws {ConfigError} when the preset does not exist, with the nearest name */
export function findPreset(name: string): SloPreset {
  const found = SLO_PRESETS.find((preset) => preset.name === name);
  if (found !== undefined) return found;
  const names = SLO_PRESETS.map((preset) => preset.name);
  const meant = nearestName(name.includes(':') ? name : `mlperf:${name}`, names);
  throw new ConfigError(explainUnknown('SLO preset', name, names, meant).text, {
    help: 'list the presets: loadcell run --slo list',
  });
}
