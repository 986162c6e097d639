import { isObjective } from '../metric/objectives.ts';
import { findMetric, METRICS } from '../metric/registry.ts';
import { ConfigError } from '../spec/errors.ts';
import { suggestName } from '../spec/nearest-name.ts';

/** Names that an objective may be set by: those of latencies of one request, aliases included. */
function knownNames(): string[] {
  return METRICS.filter(isObjective).flatMap(({ name, aliases }) => [name, ...aliases]);
}

/**
 * Objectives by the own names of their metrics.
 * @param written by name or alias, milliseconds
 * @throws {ConfigError} when one names no latency that a single request has, with the nearest that does
 */
export function readObjectives(
  written: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const objectives = new Map<string, number>();
  const wrong: string[] = [];
  for (const [name, limitMs] of Object.entries(written)) {
    const metric = findMetric(name);
    if (metric === undefined || !isObjective(metric)) {
      const what = metric === undefined ? 'no metric is called' : 'one request has no';
      wrong.push(`slos: ${what} "${name}". ${suggestName(name, knownNames())}`);
    } else if (objectives.has(metric.name)) {
      wrong.push(`slos: "${name}" is set twice, under its name and an alias. Set it once.`);
    } else {
      objectives.set(metric.name, limitMs);
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return Object.fromEntries(objectives);
}
