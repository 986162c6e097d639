import { figure, inEachPhase, type Rule } from './rule.ts';

/** Requests that failed. */
export const errorsPresent: Rule = {
  name: 'errors-present',
  severity: 'serious',
  section: 'errors',
  look: inEachPhase(({ result: { failures } }) => {
    if (failures.length === 0) return [];
    const example = failures[0]?.example ?? '';
    return [
      {
        finding: 'Requests failed',
        evidence: [
          ...failures.map(({ kind, count }) => figure(kind, 'count', count)),
          ...(example === '' ? [] : [{ name: 'the first with', value: `"${example}"` }]),
        ],
        advice: "Read the host's log of that time; times of answered requests alone flatter it.",
      },
    ];
  }),
};
