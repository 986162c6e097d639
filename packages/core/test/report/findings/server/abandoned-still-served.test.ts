import { describe, expect, test } from 'vitest';
import { abandonedStillServed } from '../../../../src/report/findings/server/abandoned-still-served.ts';
import { freed, generated, kept, loop, served } from '../../../metric/abandoned/cutting-loop.ts';
import type { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

describe('abandoned-still-served', () => {
  const found = (phase: PhaseBuilder): string[] => advice(abandonedStillServed, phase, {}, 13_000);

  test('warns by the tokens that the server generated for requests that were cut', () => {
    expect(found(served(generated(30 + 60)))).toEqual([
      expect.stringMatching(
        /keeps generating for abandoned requests.*abandoned 10.*tokens generated after cancellation 60, of at most 90/u,
      ),
    ]);
    expect(found(served(generated(30 + 10)))).toEqual([]);
  });

  test('warns by the requests that the server holds when it counts no tokens', () => {
    expect(found(served(kept))).toEqual([expect.stringContaining('held by the server on average')]);
    expect(found(served(freed))).toEqual([]);
  });

  test('decides by tokens when both are known', () => {
    expect(found(served(kept, generated(30)))).toEqual([]);
  });

  test('finds nothing without metrics of the server', () => {
    expect(found(loop())).toEqual([]);
  });
});
