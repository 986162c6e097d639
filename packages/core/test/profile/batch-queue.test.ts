import { describe, expect, it } from 'vitest';
import { BatchQueue } from '../../src/profile/batch-queue.ts';
import { samplesFrom, type SampleColumns } from '../../src/stream/columns/sample-columns.ts';

/** Samples numbered from the first. */
function batch(first: number, count = 1): SampleColumns {
  const numbers = Float64Array.from({ length: count }, (_, index) => first + index);
  return samplesFrom(count, new Int32Array(count), () => numbers);
}

function queue(poll = (): void => {}): { queue: BatchQueue; returned: () => number } {
  let returns = 0;
  return { queue: new BatchQueue(poll, () => (returns += 1)), returned: () => returns };
}

describe('a queue of batches', () => {
  it('delivers batches in order, and ends on request', async () => {
    const { queue: waiting } = queue();
    waiting.push(batch(1));
    waiting.push(batch(2));
    waiting.end();
    waiting.push(batch(3));
    const taken: number[] = [];
    for await (const { timeNs } of waiting) taken.push(timeNs[0] ?? Number.NaN);
    expect(taken).toEqual([1, 2]);
    expect(await waiting.next()).toEqual({ done: true, value: undefined });
  });

  it('serves waiting readers in order, and polls while they wait', async () => {
    let resolvePolled = (): void => {};
    const polled = new Promise<void>((resolve) => {
      resolvePolled = resolve;
    });
    const { queue: waiting } = queue(() => resolvePolled());
    const takers = [waiting.next(), waiting.next(), waiting.next()];
    await polled;
    waiting.push(batch(1));
    waiting.push(batch(2));
    waiting.end();
    const [one, two, three] = await Promise.all(takers);
    expect([one?.value?.timeNs[0], two?.value?.timeNs[0]]).toEqual([1, 2]);
    expect(three).toEqual({ done: true, value: undefined });
  });

  it('drops samples that a slow reader does not take, and reports how many', async () => {
    const { queue: waiting } = queue();
    waiting.push(batch(0, 100_000));
    waiting.push(batch(100_000, 50_000));
    waiting.push(batch(150_000, 31_072));
    waiting.push(batch(181_072, 7));
    const first = await waiting.next();
    waiting.push(batch(181_079));
    waiting.end();
    const rest = [];
    for await (const { count, skippedSamples } of waiting) rest.push({ count, skippedSamples });
    expect(first.value).toMatchObject({ count: 100_000, skippedSamples: 0 });
    expect(rest).toEqual([
      { count: 31_072, skippedSamples: 50_000 },
      { count: 1, skippedSamples: 7 },
    ]);
  });

  it('ends when a loop breaks', async () => {
    const { queue: waiting, returned } = queue();
    waiting.push(batch(1));
    waiting.push(batch(2));
    for await (const { count } of waiting) {
      expect(count).toBe(1);
      break;
    }
    expect(returned()).toBe(1);
    expect(await waiting.next()).toEqual({ done: true, value: undefined });
  });
});
