import type { PhaseResult } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { formatNumber } from '../../../metric/format/format-value.ts';
import type { CriterionVerdict } from '../../../verdict/criterion-verdict.ts';
import { describeBounds, fewerThanCounted } from '../../../verdict/describe-verdict.ts';
import { figure, inEachPhase, type FindingDefinition, type StageFinding } from '../finding.ts';

export const inconclusiveCriteria: FindingDefinition = {
  name: 'inconclusive-criteria',
  meaning:
    'The requests of the run do not decide a criterion: its threshold is within the 95% bounds.',
  section: 'criteria',
  look: inEachPhase(({ result }) =>
    result.criteria
      .filter((one) => one.reason === 'inconclusive')
      .map(({ key, stage, unit, evidence }) => ({
        ...(stage === undefined ? {} : { stage }),
        severity: 'warning',
        finding: `${key} is inconclusive`,
        evidence: evidence === undefined ? [] : evidenceOf(unit, evidence),
        advice: `${whatDecides(
          result,
          result.stages.find(({ name }) => name === stage),
          evidence?.neededRequests,
        )}, or compare the value itself (--accept-inconclusive).`,
      })),
  ),
};

function evidenceOf(
  unit: CriterionVerdict['unit'],
  evidence: NonNullable<CriterionVerdict['evidence']>,
): StageFinding['evidence'] {
  const fewer = fewerThanCounted(evidence);
  return [
    { name: '95% bounds', value: describeBounds(unit, evidence) },
    figure('requests', 'count', evidence.requests),
    ...(fewer === undefined ? [] : [figure('effective sample size', 'count', fewer)]),
  ];
}

/**
 * What would decide a criterion.
 * @param stage undefined where it was judged over the phase
 * @param needed requests; undefined where no number can be estimated, `NaN` where no number decides
 */
function whatDecides(
  { name }: PhaseResult,
  stage: StageResult | undefined,
  needed: number | undefined,
): string {
  if (stage?.endedBy !== undefined) return 'Find out why the stage ended early and run it again';
  if (needed !== undefined && Number.isNaN(needed)) {
    return 'Move the threshold: it is too close to the value for any number of requests to decide';
  }
  const least = needed === undefined ? 'more' : `about ${formatNumber(needed)}`;
  const send = (key: string): string => `Send ${least} requests (${key})`;
  if (stage === undefined) {
    return needed === undefined
      ? 'Measure it more often'
      : `Measure it more often: ${least} values would decide`;
  }
  if (stage.level !== undefined) return send('minRequests of the sweep');
  switch (stage.load.kind) {
    case 'closed':
    case 'open':
      return stage.load.until === 'decided'
        ? `Raise --max-duration: ${least} requests would decide`
        : `${send('--requests')}, run until decided (--until-decided)`;
    case 'sessions':
    case 'users':
      return send('--requests');
    case 'sequential':
      return send(name === 'baseline' ? 'phases.baseline.minRequests' : 'requestsPerSwitch');
    case 'ramp':
      return `Raise the duration of the ramp: ${least} requests would decide`;
    case 'trace':
      return `Replay a longer trace: ${least} requests would decide`;
  }
}
