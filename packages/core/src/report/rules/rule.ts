import { formatValue } from '../../metric/format-value.ts';
import type { MetricDefinition } from '../../metric/metric.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { Evidence, Recommendation } from '../recommendation.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';

/** What rules read: the results, and the streams where the results do not hold enough. */
export interface RuleInput {
  readonly results: RunResults;
  readonly streams: RunStreams;
}

/** What a rule found; the rest of a recommendation follows from the rule. */
export type Finding = Pick<
  Recommendation,
  'phase' | 'severity' | 'finding' | 'evidence' | 'advice'
>;

/** What a rule found in the phase that it looks at. */
export type PhaseFinding = Omit<Finding, 'phase'>;

/** A rule that reads findings out of a run. */
export interface Rule extends Pick<Recommendation, 'section'> {
  /** Stable, in words with dashes. */
  readonly name: string;
  /** What it found; nothing where its bounds are kept. */
  readonly look: (run: RuleInput) => Finding[];
}

/** A phase as rules look at it. */
export interface RulePhase {
  readonly result: PhaseResult;
  readonly streams: PhaseStreams;
}

/** Looks at each phase that ran. */
export function inEachPhase(
  look: (phase: RulePhase, run: RuleInput) => PhaseFinding[],
): Rule['look'] {
  return (run) =>
    run.results.phases.flatMap((result) => {
      const streams = run.streams.phases.find((one) => one.name === result.name);
      if (streams === undefined) return [];
      return look({ result, streams }, run).map((finding) => ({ phase: result.name, ...finding }));
    });
}

/** A figure with its unit. */
export function figure(name: string, unit: MetricDefinition['unit'], value: number): Evidence {
  return { name, value: formatValue(unit, value) };
}
