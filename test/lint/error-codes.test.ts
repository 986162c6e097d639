import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../packages/core/src/spec/error/error-codes.ts';
import { usedErrorCodes } from '../../scripts/docs/reference/used-error-codes.mjs';

it('every error code of the sources is in the table of error codes', () => {
  const used = usedErrorCodes();
  expect(used).toContain('TARGET_DIED');
  expect(used.filter((code) => !(code in ERROR_CODES))).toEqual([]);
});
