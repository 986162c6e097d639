import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScheduledQueue } from '../../../src/target/transport/undici/scheduled-queue.ts';

interface Entry {
  readonly scheduledNs: number;
  readonly order: number;
}

function takeAll(queue: ScheduledQueue<Entry>): Entry[] {
  const taken: Entry[] = [];
  for (let entry = queue.take(); entry !== undefined; entry = queue.take()) taken.push(entry);
  return taken;
}

/** By time, and by order of insertion at the same time. */
function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.scheduledNs - b.scheduledNs || a.order - b.order);
}

const arbitraryEntries = fc
  .array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 })
  .map((times) => times.map((scheduledNs, order) => ({ scheduledNs, order })));

describe('the scheduled queue', () => {
  it('returns entries by time, and in order of insertion at the same time', () => {
    fc.assert(
      fc.property(arbitraryEntries, (entries) => {
        const queue = new ScheduledQueue<Entry>();
        for (const entry of entries) queue.add(entry);
        expect(queue.size).toBe(entries.length);
        expect(takeAll(queue)).toEqual(inOrder(entries));
      }),
    );
  });

  it('returns the right entries even if insertions and removals alternate', () => {
    fc.assert(
      fc.property(arbitraryEntries, fc.nat({ max: 50 }), arbitraryEntries, (first, count, more) => {
        const queue = new ScheduledQueue<Entry>();
        for (const entry of first) queue.add(entry);
        const taken = Array.from({ length: Math.min(count, first.length) }, () => queue.take());
        const later = more.map((entry) => ({ ...entry, order: entry.order + first.length }));
        for (const entry of later) queue.add(entry);
        const left = first.filter((entry) => !taken.includes(entry));
        expect(takeAll(queue)).toEqual(inOrder([...left, ...later]));
      }),
    );
  });

  it('removes the chosen entries and keeps the others', () => {
    fc.assert(
      fc.property(arbitraryEntries, (entries) => {
        const queue = new ScheduledQueue<Entry>();
        for (const entry of entries) queue.add(entry);
        const isChosen = ({ order }: Entry): boolean => order % 3 === 0;
        expect(queue.takeWhere(isChosen)).toEqual(inOrder(entries.filter(isChosen)));
        expect(takeAll(queue)).toEqual(inOrder(entries.filter((entry) => !isChosen(entry))));
      }),
    );
  });

  it('keeps its order while it frees taken entries', () => {
    const queue = new ScheduledQueue<Entry>();
    for (let order = 0; order < 5000; order += 1) queue.add({ scheduledNs: order, order });
    const taken = Array.from({ length: 4000 }, () => queue.take()?.order);
    expect(taken).toEqual(Array.from({ length: 4000 }, (_, order) => order));
    expect(queue.size).toBe(1000);
    expect(queue.peek()?.order).toBe(4000);
  });
});
