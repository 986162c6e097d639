import type { ShownStatus } from '../../verdict/criterion-verdict.ts';

/** The page heading for each verdict. */
export const VERDICT_TITLES: Readonly<Record<ShownStatus, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
};
