import { formatNumber } from '../../metric/format-value.ts';
import type { Rule } from './rule.ts';

/** Requests that failed. */
export const errorsPresent: Rule = {
  name: 'errors-present',
  advise: ({ phases }) =>
    phases.flatMap(({ name, failures }) => {
      if (failures.length === 0) return [];
      const count = failures.reduce((sum, one) => sum + one.count, 0);
      const kinds = failures.map((one) => `${one.kind} ${formatNumber(one.count)}`).join(', ');
      const example = failures[0]?.example ?? '';
      return [
        `${name}: ${formatNumber(count)} requests failed (${kinds})${example === '' ? '' : `, the first with: ${example}`}. ` +
          "Read the host's log of that time; times of answered requests alone flatter it.",
      ];
    }),
};
