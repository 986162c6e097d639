import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetEntry } from '../../../../src/workload/dataset/dataset.ts';
import { entriesOf, fixture, temporaryFile } from '../read-file.ts';

const LINE_END = 10;

const FILES = [
  ['sharegpt.json', 'sharegpt'],
  ['openai-batch.jsonl', 'openai-batch'],
  ['tool-conversation.jsonl', 'tool-conversations'],
  ['multimodal.jsonl', 'prompts'],
  ['gsm8k-like.jsonl', 'gsm8k'],
] as const;

function lineOf(entry: DatasetEntry): number {
  if ('fault' in entry) return entry.fault.line;
  if ('warning' in entry) return entry.warning.line;
  return entry.conversation.turns[0]?.line ?? Number.NaN;
}

/** Number of the last line that is not blank. */
function lastLineOf(bytes: Buffer): number {
  return bytes.toString('latin1').trimEnd().split('\n').length;
}

describe('a data set that is cut or changed', () => {
  it.each(FILES)(
    'keeps the rows of %s before the cut, and names the last',
    async (name, format) => {
      const bytes = readFileSync(fixture(name));
      const whole = await entriesOf({ path: fixture(name), format });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (length) => {
          const path = temporaryFile(name, bytes.subarray(0, length));
          const found = await entriesOf({ path, format });
          const last = Math.max(0, ...found.map(lineOf));
          const isOfLines = name.endsWith('.jsonl');
          expect(last).toBe(isOfLines ? lastLineOf(bytes.subarray(0, length)) : last);
          const before = (entry: DatasetEntry): boolean => lineOf(entry) < last;
          expect(found.filter(before)).toEqual(whole.filter(before));
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each(FILES.slice(1))('keeps the rows of %s around a changed byte', async (name, format) => {
    const bytes = readFileSync(fixture(name));
    const whole = await entriesOf({ path: fixture(name), format });
    const lines = whole.filter((entry) => !('warning' in entry)).map(lineOf);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: bytes.length - 1 }),
        fc.constantFrom(' ', 'x', '"', '}', ']', ',', '\\', '0'),
        async (at, letter) => {
          // Without a line end, the rows behind it have other numbers.
          fc.pre(bytes[at] !== LINE_END);
          const damaged = Buffer.from(bytes);
          damaged.write(letter, at, 'latin1');
          const found = await entriesOf({ path: temporaryFile(name, damaged), format });
          const same = found.filter((entry) =>
            whole.some((other) => JSON.stringify(other) === JSON.stringify(entry)),
          );
          expect(found.length).toBeGreaterThan(0);
          expect(same.length).toBeGreaterThanOrEqual(lines.length - 3);
        },
      ),
      { numRuns: 20 },
    );
  });
});
