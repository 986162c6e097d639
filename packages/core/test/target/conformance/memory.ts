import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject, type ManagedSubject } from './subject.ts';

const PAGE_BYTES = 4096;

/** What models cost while they are loaded. */
export function describeMemory(
  subject: ConformanceSubject,
  { large, largeBytes }: ManagedSubject,
): void {
  const { model } = subject;

  describe.skipIf(process.platform !== 'linux')('memory', () => {
    const target = useLoadedTarget(subject);

    it('grows by the model when it is loaded, and shrinks by it when it is unloaded', async () => {
      await target().unload(model);
      // Once there and back, so that what an engine keeps for good is there from the beginning.
      await target().load(large);
      await target().unload(large);
      await target().settle();
      const before = readRssBytes(target());
      const loaded = await target().load(large);
      const grown = readRssBytes(target()) - before;
      await target().unload(large);
      await target().settle();
      const kept = readRssBytes(target()) - before;
      expect(loaded.bytes).toBeGreaterThan(0);
      expect(grown).toBeGreaterThan(0.8 * largeBytes);
      expect(kept).toBeLessThan(0.2 * largeBytes);
    });

    it('holds two models', async () => {
      await target().load(model);
      await target().load(large);
      const generations = await Promise.all(
        [model, large].map((loaded) =>
          target().generate({ model: loaded, prompt: 'the old road', maxTokens: 3, greedy: true }),
        ),
      );
      expect(generations.map(({ outputTokens }) => outputTokens)).toEqual([3, 3]);
    });
  });
}

function readRssBytes(target: Target): number {
  const [, residentPages] = readFileSync(`/proc/${target.pid}/statm`, 'utf8').split(' ');
  return Number(residentPages) * PAGE_BYTES;
}
