import type { ShownStatus } from '../../verdict/criterion-verdict.ts';

/** The verdict on a run as the heading of its page. */
export const VERDICT_TITLES: Readonly<Record<ShownStatus, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
};
