import type { MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import type { RunResults } from '../results/run-results.ts';

/** The definition of a metric, as reports print it. */
export interface GlossaryEntry {
  /** `TTFT (timeToFirstToken, ttft)`. */
  readonly name: string;
  readonly unit: MetricDefinition['unit'];
  readonly description: string;
  readonly formula: string;
}

/** The definitions of every metric that a report shows, once each. */
export function glossary({ phases }: RunResults): GlossaryEntry[] {
  const shown = new Set(
    phases.flatMap((phase) => [...phase.shown, ...phase.criteria.map((one) => one.metric)]),
  );
  return METRICS.filter((metric) => shown.has(metric.name)).map(
    ({ name, label, aliases, unit, description, formula }) => {
      const names = [name, ...aliases].join(', ');
      return { name: label === name ? names : `${label} (${names})`, unit, description, formula };
    },
  );
}
