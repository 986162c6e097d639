import { shownSuccess } from '../../../verdict/criterion-verdict.ts';
import { formatBytes, formatMs } from '../../../metric/format/format-value.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { PhaseVerdict } from '../../../verdict/run-verdict.ts';
import { dataQualityLines } from '../../rows/data-quality.ts';
import { phaseRows } from '../../rows/report-rows.ts';
import { requestFailures } from '../../results/request-failures.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import { serverMemoryText } from '../../rows/server-memory-text.ts';
import { homelessCriteria } from '../../rows/stage/absent-lines.ts';
import type { PagePhase } from '../page-data.ts';
import { criterionRows, pageRow } from './criterion-rows.ts';
import { stageData } from './stage-data.ts';

/**
 * A phase as text: its criteria with margins, its metrics, and the same for its stages. Pure.
 * @param streams absent for a phase that did not run
 */
export function phaseData(
  phase: PhaseResult,
  verdict: PhaseVerdict | undefined,
  streams: PhaseStreams | undefined,
): PagePhase {
  const criteria = phase.criteria.filter(({ stage }) => stage === undefined);
  const homeless = homelessCriteria(phase);
  const ofNoStage = streams?.requests.filter(({ stage }) => stage === '') ?? [];
  return {
    name: phase.name,
    status: shownSuccess(phase),
    durationText: formatMs(phase.duration),
    memoryPeak: formatBytes(phase.measurements['memoryUsage']?.max ?? Number.NaN),
    criteria: criterionRows(phase, criteria, phase.measurements),
    metrics: phaseRows(phase).slice(criteria.length).map(pageRow),
    stages: phase.stages.map((stage) => stageData(phase, stage)),
    stagesNotRun: phase.stagesNotRun.map(({ name, reason }) => ({
      name,
      reason,
      criteria: criterionRows(
        phase,
        homeless.filter(({ stage }) => stage === name),
        {},
      ),
    })),
    errors: (verdict?.failures ?? []).map(({ error }) => error.message),
    serverMemory: phase.serverMemory === undefined ? null : serverMemoryText(phase.serverMemory),
    dataQuality: dataQualityLines(phase),
    failures: requestFailures({ requests: ofNoStage }),
  };
}
