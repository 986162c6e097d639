import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputTail } from '../../../src/target/process/output-tail.ts';

it('keeps the end of the output, whatever the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{0,40}$/)),
      fc.integer({ min: 1, max: 50 }),
      (chunks, limitBytes) => {
        const tail = new OutputTail(limitBytes);
        for (const chunk of chunks) tail.write(Buffer.from(chunk));
        expect(tail.read()).toBe(chunks.join('').slice(-limitBytes));
      },
    ),
  );
});

it('omits a character that the cut splits', () => {
  const tail = new OutputTail(3);
  tail.write(Buffer.from('€ab'));
  expect(tail.read()).toBe('ab');
});

it('can be read before the end', () => {
  const tail = new OutputTail(4);
  tail.write(Buffer.from('abcdef'));
  expect(tail.read()).toBe('cdef');
  tail.write(Buffer.from('g'));
  expect(tail.read()).toBe('defg');
});
