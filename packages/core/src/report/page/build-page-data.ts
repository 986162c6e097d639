import { formatMs, formatNumber } from '../../metric/format/format-value.ts';
import { neededCount } from '../../verdict/enough-samples.ts';
import { shownRun } from '../../verdict/run-verdict.ts';
import { cacheVerdict } from '../rows/cache-verdict.ts';
import { glossary } from '../rows/glossary.ts';
import type { ReportInput } from '../report-format.ts';
import { activityData } from './activity-data.ts';
import { contextData } from './context-data.ts';
import { distributionData } from './distribution-data.ts';
import { environmentData } from './environment-data.ts';
import { loadData } from './load/load-data.ts';
import { memoryData } from './memory-data.ts';
import type { PageData } from './page-data.ts';
import { loadCurveData } from './phase/load-curve-data.ts';
import { operatingPoints } from './phase/operating-points.ts';
import { phaseData } from './phase/phase-data.ts';
import { requestData } from './request-data.ts';
import { serverData } from './server/server-data.ts';
import { settingsData } from '../rows/settings/settings-data.ts';
import { startupData } from './startup-data.ts';
import { switchData } from './switch-data.ts';

/** Builds everything that the page shows from the results and recorded data of a run. Pure. */
export function buildPageData(input: ReportInput): PageData {
  const { results, report, verdict, streams, recommendations } = input;
  const { spans, events, omitted } = activityData(streams);
  const { beganNs, endedNs, phases } = streams;
  return {
    title: report.title,
    timestamp: report.timestamp,
    status: shownRun(verdict),
    verdictText: [verdictText({ results, verdict }), pageCacheText(results)].join(' ').trim(),
    facts: factsOf(results, report.summary),
    errors: verdict.errors.map(({ message }) => message),
    advice: recommendations.map(
      ({ severity, finding, evidence, advice, phase, stage, anchor }) => ({
        severity,
        finding,
        evidence,
        advice,
        phase: phase ?? null,
        stage: stage ?? null,
        anchor,
      }),
    ),
    phases: results.phases.map((phase) =>
      phaseData(
        phase,
        verdict.phases.find((one) => one.phase === phase.name),
        phases.find((one) => one.name === phase.name),
      ),
    ),
    p99Requests: neededCount('p99'),
    skipped: results.skipped,
    beganEpochMs: Math.round((phases[0]?.clockEpochMs ?? 0) + beganNs / 1e6),
    durationMs: Math.max(0, endedNs - beganNs) / 1e6,
    spans,
    events,
    omittedEvents: omitted,
    memory: memoryData(streams, results),
    requests: requestData(streams),
    load: loadData(streams),
    server: serverData(streams),
    distributions: distributionData(streams),
    operatingPoints: operatingPoints(results, streams),
    loadCurves: loadCurveData(results),
    startups: startupData(streams, results),
    switches: switchData(streams),
    contexts: contextData(streams),
    environment: environmentData(results),
    settings: settingsData(results),
    glossary: glossary(results),
  };
}

/** The verdict and its reason, in one sentence. */
function verdictText({ results, verdict }: Pick<ReportInput, 'results' | 'verdict'>): string {
  const criteria = verdict.phases.flatMap((phase) => phase.criteria);
  const missed = criteria.filter(({ status }) => status === 'fail').length;
  switch (verdict.outcome) {
    case 'target-failed':
      return `The target failed: ${firstFailure(verdict) ?? 'it was unreachable, exited or exceeded a limit.'}`;
    case 'incomplete':
      return `The run ${verdict.complete ? 'left phases or stages unfinished' : `was ${results.status}`}, so it cannot pass. Results are partial.`;
    case 'criterion-failed':
      return criteria.length === 1
        ? 'The criterion was not met.'
        : `${formatNumber(missed)} of ${formatNumber(criteria.length)} criteria ${missed === 1 ? 'was' : 'were'} not met.`;
    case 'unreliable':
      return 'The measurement is unreliable: see the criteria and the data quality.';
    case 'inconclusive':
      return `${criteria.length === 1 ? 'The criterion is' : `${formatNumber(missed)} of ${formatNumber(criteria.length)} criteria ${missed === 1 ? 'is' : 'are'}`} inconclusive.`;
    case 'pass':
      return criteria.length === 0
        ? 'Every phase completed. No criterion was set.'
        : criteria.length === 1
          ? 'The criterion was met.'
          : `All ${formatNumber(criteria.length)} criteria were met.`;
  }
}

/** What belongs next to the verdict of a run that the server's prefix cache served, as a sentence. */
function pageCacheText(results: ReportInput['results']): string {
  const cache = cacheVerdict(results);
  return cache === '' ? '' : `${cache.charAt(0).toUpperCase()}${cache.slice(1)}.`;
}

/** The message of the first failure. */
function firstFailure(verdict: ReportInput['verdict']): string | undefined {
  const failures = verdict.phases.flatMap((phase) => phase.failures.map(({ error }) => error));
  return [...failures, ...verdict.errors].at(0)?.message;
}

function factsOf(
  results: ReportInput['results'],
  summary: ReportInput['report']['summary'],
): PageData['facts'] {
  const { environment } = results;
  const machine = environment === undefined ? [] : [environment.cpuModel];
  return [
    { name: 'Phases passed', value: `${summary.passedPhases} of ${summary.totalPhases}` },
    { name: 'Duration', value: formatMs(summary.duration) },
    { name: 'Run', value: results.status },
    ...(environment === undefined ? [] : [{ name: 'Target', value: environment.target }]),
    ...machine.map((value) => ({ name: 'Processor', value })),
  ];
}
