import { METRICS } from '../../metric/registry.ts';
import type { RunResults } from '../results/run-results.ts';

/** The one definition of a metric, for people. */
export interface GlossaryEntry {
  readonly name: string;
  readonly description: string;
  readonly formula: string;
}

/** The definitions of every metric that a report shows, once each. */
export function glossary({ phases }: RunResults): GlossaryEntry[] {
  const shown = new Set(
    phases.flatMap((phase) => [...phase.shown, ...phase.criteria.map((one) => one.metric)]),
  );
  return METRICS.filter((metric) => shown.has(metric.name)).map(
    ({ name, aliases, description, formula }) => ({
      name: [name, ...aliases].join(', '),
      description,
      formula,
    }),
  );
}
