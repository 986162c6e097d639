import { isSlo } from '../../metric/slo/slos.ts';
import { findMetric, METRICS } from '../../metric/registry.ts';
import { adviseMetric } from '../../metric/old-names.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';
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

/** Names that an SLO may be set by: those of latencies of one request, aliases included. */
function knownNames(): string[] {
  return METRICS.filter(isSlo).flatMap(({ name, aliases }) => [name, ...aliases]);
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
 * @throws {ConfigError} when a name is not a latency of a single request, with the nearest that is; when the preset does not
 *   exist; and when a metric has two limits, with both
 */
export function readSlos(written: WrittenSlos): Slos {
  const preset = written.preset === undefined ? undefined : findPreset(written.preset);
  const slos = new Map<string, WrittenLimit>();
  const wrong: Mistake[] = [];
  for (const limit of limitsOf(written, preset)) {
    const { name, writtenAs } = limit;
    const metric = findMetric(name);
    if (metric === undefined || !isSlo(metric)) {
      const what = metric === undefined ? 'no metric is called' : 'one request has no';
      wrong.push({
        text: `slos: ${what} "${name}".`,
        help: adviseMetric(name, knownNames()),
      });
      continue;
    }
    const other = slos.get(metric.name);
    if (other === undefined) {
      slos.set(metric.name, limit);
    } else {
      wrong.push({
        text: `slos: ${other.writtenAs} and ${writtenAs} both set a limit for ${metric.name}.`,
        help: 'remove one of them',
      });
    }
  }
  refuseMistakes(wrong);
  const limits = [...slos].map(([name, { limitMs }]) => [name, limitMs] as const);
  return { slos: Object.fromEntries(limits), ...(preset === undefined ? {} : { preset }) };
}
