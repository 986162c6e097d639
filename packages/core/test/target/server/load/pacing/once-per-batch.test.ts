import { expect, it } from 'vitest';
import { OncePerBatch } from '../../../../../src/target/server/load/pacing/once-per-batch.ts';

it('works once for requests that end together, after the last of them, and again for the next', async () => {
  const worked: number[] = [];
  const once = new OncePerBatch((endNs) => worked.push(endNs));
  once.note(1);
  once.note(2);
  expect(worked).toEqual([]);
  await Promise.resolve();
  expect(worked).toEqual([1]);
  once.note(3);
  await Promise.resolve();
  expect(worked).toEqual([1, 3]);
});
