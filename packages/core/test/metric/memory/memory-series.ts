import type { Random } from '../../../src/workload/random.ts';
import { MIB } from '../../stream/built/phase-builder.ts';

const PAGE = 4096;

/** What each request of a leak leaves behind, bytes. */
export const LEAK_BYTES = 65_536;

/** Bytes after each of so many requests, above what stood before. */
export type MemorySeriesOf = (random: Random, requests: number) => Float64Array;

function from(requests: number, of: (request: number) => number): Float64Array {
  return Float64Array.from({ length: requests }, (_, request) => of(request));
}

/** Standard normal numbers. */
function normal(random: Random): number {
  return (
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
  );
}

/** Whole pages that come and go: ten of them, as a rule. */
function pages(random: Random): number {
  return Math.round(10 * normal(random)) * PAGE;
}

/** A heap of small objects that come and go: it returns to a level, and stays off it for some requests. */
function wandering(random: Random, spreadBytes: number, alike = 0.9): () => number {
  let level = normal(random);
  return () => {
    level = alike * level + Math.sqrt(1 - alike * alike) * normal(random);
    return Math.round((spreadBytes * level) / PAGE) * PAGE;
  };
}

/** Kinds of servers that leak 64 KiB a request. */
export const LEAKS: Readonly<Record<string, MemorySeriesOf>> = {
  'leaks 64 KiB a request': (random, requests) =>
    from(requests, (request) => request * LEAK_BYTES + pages(random)),
  'leaks while its heap warms up': (random, requests) =>
    from(
      requests,
      (request) =>
        request * LEAK_BYTES +
        10 * MIB * (1 - Math.exp((-10 * request) / requests)) +
        pages(random),
    ),
  'leaks while its heap wanders by some hundred KiB': (random, requests) => {
    const heap = wandering(random, MIB / 4);
    return from(requests, (request) => request * LEAK_BYTES + heap());
  },
};

/** Kinds that grow to a level, or around one. */
export const LEVELS: Readonly<Record<string, MemorySeriesOf>> = {
  'is steady': (random, requests) => from(requests, () => pages(random)),
  'has a cache that fills by half of the run': (random, requests) => {
    const entries = requests * (0.2 + 0.3 * random.fraction());
    return from(requests, (request) => Math.min(request, entries) * LEAK_BYTES + pages(random));
  },
  'has a cache of random keys that is full early': (random, requests) => {
    const keys = requests / 12;
    let filled = 0;
    return from(requests, () => {
      if (random.fraction() > filled / keys) filled += 1;
      return filled * LEAK_BYTES + pages(random);
    });
  },
  'starts slowly, then is steady': (random, requests) =>
    from(
      requests,
      (request) => 20 * MIB * (1 - Math.exp((-20 * request) / requests)) + pages(random),
    ),
  'has a Python heap that wanders': (random, requests) => {
    const heap = wandering(random, 2 * MIB);
    return from(requests, heap);
  },
  'has a heap that is collected every 60 requests': (random, requests) => {
    const start = random.index(60);
    return from(requests, (request) => (((request + start) % 60) / 60) * 10 * MIB + pages(random));
  },
  'moves by pages alone': (random, requests) => from(requests, () => random.index(3) * PAGE),
};

/** Kinds that a run of this length cannot decide. */
export const UNDECIDED: Readonly<Record<string, MemorySeriesOf>> = {
  'has a cache that is still filling': (random, requests) =>
    from(
      requests,
      (request) => requests * LEAK_BYTES * (1 - Math.exp(-request / requests)) + pages(random),
    ),
  'has a cache that fills near the end': (random, requests) =>
    from(requests, (request) => Math.min(request, requests * 0.88) * LEAK_BYTES + pages(random)),
};

/** Two allocations at any time: never a leak, and not decided where both came late. */
export const twoSteps: MemorySeriesOf = (random, requests) => {
  const at = [random.fraction() * requests, random.fraction() * requests];
  return from(
    requests,
    (request) => at.filter((step) => step < request).length * 16 * MIB + pages(random),
  );
};
