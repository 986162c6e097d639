import type { Environment } from '../../spec/environment.ts';
import type { TestConfig } from '../../spec/contract/test-config.ts';
import type { TestPhase } from '../../spec/contract/test-phase.ts';
import type { MachineSlice } from '../../stream/events/fleet-event.ts';
import type { RunStreams } from '../../stream/phase-streams.ts';
import type { StagesByPhase } from '../../verdict/absent-stages.ts';
import { judgeRun } from '../../verdict/judge-run.ts';
import { measureWithStages } from '../../verdict/measured-phase.ts';
import type { RunVerdict } from '../../verdict/run-verdict.ts';
import { buildReport } from './build-report.ts';
import { buildResults } from './build-results.ts';
import { recommend } from '../findings/recommend.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { RunReport } from './run-report.ts';
import type { RunNonce, RunResults } from './run-results.ts';

const TITLE = 'Loadcell report';

/** The recorded data of a run, and what it is judged by. */
export interface RunToConclude {
  readonly streams: RunStreams;
  readonly config: TestConfig;
  /** The requested phases, with the criteria of each. */
  readonly phases: readonly TestPhase[];
  /** Criteria of the run: judged in each phase that measures their metric. */
  readonly criteria: Readonly<Record<string, number>>;
  /** Whether the value itself is compared where a criterion is inconclusive; false when absent. */
  readonly acceptInconclusive?: boolean;
  /** Names of the stages that each phase was to run, sweeps by their own name. */
  readonly stages?: StagesByPhase;
  /** Errors that are not among the events. */
  readonly errors?: readonly Error[];
  /** Machine and target. */
  readonly environment?: Environment;
  /** The nonce of its prompts. */
  readonly nonce?: RunNonce;
  /** The part of a run that it is; absent for a whole one. */
  readonly slice?: MachineSlice;
  /** Heading of the report. */
  readonly title?: string;
}

/** Results, report, verdict and findings of a run. */
export interface Conclusion {
  readonly results: RunResults;
  readonly report: RunReport;
  readonly verdict: RunVerdict;
  /** The findings; the report has them as text. */
  readonly recommendations: readonly Recommendation[];
}

/**
 * Concludes a run: measures its streams, judges and reports them. Pure: the same streams and criteria always give the same
 * conclusion, at the end of the run or from its directory years later.
 * @throws ConfigError for an unknown criterion or metric
 */
export function concludeRun({
  streams,
  config,
  phases,
  criteria,
  acceptInconclusive = false,
  errors = [],
  stages = {},
  environment,
  nonce,
  slice,
  title = slice === undefined ? TITLE : `${TITLE}, slice ${slice.index}/${slice.count}`,
}: RunToConclude): Conclusion {
  const measured = streams.phases.map(measureWithStages);
  const verdict = judgeRun({
    streams,
    measured,
    phases,
    criteria,
    acceptInconclusive,
    errors,
    stages,
  });
  const results = buildResults({
    streams,
    config,
    requested: phases,
    measured,
    verdict,
    environment,
    nonce,
    slice,
    stages,
  });
  const recommendations = recommend({ results, streams });
  const report = buildReport(results, verdict, title, recommendations);
  return { results, report, verdict, recommendations };
}
