import { formatNumber } from '../../../metric/format-value.ts';
import { describeBounds } from '../../../verdict/describe-verdict.ts';
import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Criteria that the requests of a run do not decide. */
export const inconclusiveCriteria: Rule = {
  name: 'inconclusive-criteria',
  section: 'criteria',
  look: inEachPhase(({ result }) =>
    result.criteria
      .filter((one) => one.reason === 'inconclusive')
      .map(({ key, stage, unit, evidence }) => {
        const needed = evidence?.neededRequests ?? Number.NaN;
        const more = Number.isNaN(needed)
          ? 'Raise the number of requests (--requests)'
          : `Send about ${formatNumber(needed)} requests (--requests)`;
        return {
          ...(stage === undefined ? {} : { stage }),
          severity: 'warning',
          finding: `${key} is inconclusive`,
          evidence:
            evidence === undefined
              ? []
              : [
                  { name: '95% bounds', value: describeBounds(unit, evidence) },
                  figure('requests', 'count', evidence.requests),
                  ...(!(evidence.effective < 0.95 * evidence.requests)
                    ? []
                    : [figure('effective number', 'count', Math.round(evidence.effective))]),
                ],
          advice: `${more}, run until decided (--until-decided), or compare the value itself (--accept-inconclusive).`,
        };
      }),
  ),
};
