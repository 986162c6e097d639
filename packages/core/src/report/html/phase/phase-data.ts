import { formatBytes, formatMs } from '../../../metric/format-value.ts';
import { metricNamed } from '../../../metric/registry.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { PhaseVerdict } from '../../../verdict/run-verdict.ts';
import { honestyLines } from '../../honesty.ts';
import { reportRows } from '../../report-rows.ts';
import { requestFailures } from '../../results/request-failures.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import { serverMemoryText } from '../../server-memory/server-memory-text.ts';
import type { PagePhase } from '../page-data.ts';
import { pageRows } from './criterion-rows.ts';
import { stageData } from './stage-data.ts';

/**
 * A phase as text: its criteria with the room left to each threshold, every metric of it, and the same of its stages. Pure.
 * @param streams absent for a phase that did not run
 */
export function phaseData(
  phase: PhaseResult,
  verdict: PhaseVerdict | undefined,
  streams: PhaseStreams | undefined,
): PagePhase {
  const criteria = phase.criteria.filter(({ stage }) => stage === undefined);
  const shown = phase.shown.filter((name) => metricNamed(name).of !== 'stage');
  const ofNoStage = streams?.requests.filter(({ stage }) => stage === '') ?? [];
  return {
    name: phase.name,
    status: phase.success ? 'pass' : 'fail',
    durationText: formatMs(phase.duration),
    memoryPeak: formatBytes(phase.measurements['memoryUsage']?.max ?? Number.NaN),
    ...pageRows(criteria, reportRows({ ...phase, criteria, shown })),
    stages: phase.stages.map((stage) => stageData(phase, stage)),
    stagesNotRun: phase.stagesNotRun,
    errors: (verdict?.failures ?? []).map(({ error }) => error.message),
    serverMemory: phase.serverMemory === undefined ? null : serverMemoryText(phase.serverMemory),
    honesty: honestyLines(phase),
    failures: requestFailures({ requests: ofNoStage }),
  };
}
