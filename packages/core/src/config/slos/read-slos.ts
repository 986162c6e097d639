import { isSlo } from '../../metric/slo/slos.ts';
import { findMetric, METRICS } from '../../metric/registry.ts';
import { explainUnknownMetric } from '../../metric/old-names.ts';
import { placed, refuseMistakes, type Mistake } from '../mistake.ts';
import { findPreset, presetLimits, type SloPreset } from './slo-presets.ts';
import type { WrittenSlos } from './slos-schema.ts';

/** The SLOs of a run. */
export interface Slos {
  /** Milliseconds, by the own name of the metric. */
  readonly slos: Readonly<Record<string, number>>;
  /** The preset that set some of them; absent without one. */
  readonly preset?: SloPreset;
}

/** A limit, and how errors quote it. */
interface WrittenLimit {
  readonly name: string;
  readonly limitMs: number;
  readonly writtenAs: string;
}

/** Names of SLOs: latencies of one request, with their aliases. */
function knownNames(): string[] {
  return METRICS.filter(isSlo).flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** Why a name is not that of an SLO. */
function refusalOf(name: string, isMetric: boolean): Mistake {
  const unknown = explainUnknownMetric(name, knownNames());
  return isMetric ? { ...unknown, text: `"${name}" is not a latency of one request` } : unknown;
}

function limitsOf({ limits }: WrittenSlos, preset: SloPreset | undefined): WrittenLimit[] {
  const written = Object.entries(limits).map(([name, limitMs]) => ({
    name,
    limitMs,
    writtenAs: `"${name}"`,
  }));
  if (preset === undefined) return written;
  const set = Object.entries(presetLimits(preset)).map(([name, limitMs]) => ({
    name,
    limitMs,
    writtenAs: `preset "${preset.name}"`,
  }));
  return [...written, ...set];
}

/**
 * Reads SLOs, those of a preset included, by the names of their metrics.
 * @throws {ConfigError} for a name that is not a latency of one request, for an unknown preset, and for two limits of one
 *   metric
 */
export function readSlos(written: WrittenSlos): Slos {
  const preset = written.preset === undefined ? undefined : findPreset(written.preset);
  const slos = new Map<string, WrittenLimit>();
  const wrong: Mistake[] = [];
  for (const limit of limitsOf(written, preset)) {
    const { name, writtenAs } = limit;
    const metric = findMetric(name);
    if (metric === undefined || !isSlo(metric)) {
      wrong.push(placed('slos', refusalOf(name, metric !== undefined)));
      continue;
    }
    const other = slos.get(metric.name);
    if (other === undefined) {
      slos.set(metric.name, limit);
    } else {
      wrong.push({
        text: `slos: ${other.writtenAs} and ${writtenAs} both set a limit for ${metric.name}`,
        help: 'remove one of them',
      });
    }
  }
  refuseMistakes(wrong);
  const limits = [...slos].map(([name, { limitMs }]) => [name, limitMs] as const);
  return { slos: Object.fromEntries(limits), ...(preset === undefined ? {} : { preset }) };
}
