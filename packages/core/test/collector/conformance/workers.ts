import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import * as z from 'zod';
import type { Subject } from './subject.ts';

const program = fileURLToPath(new URL('../fixtures/collecting-worker.mjs', import.meta.url));

const CollectedSchema = z.object({
  source: z.string(),
  sampleCount: z.number(),
  peak: z.number(),
  heapBytes: z.number(),
});

async function collectInWorkers(workerData: object, count: number): Promise<unknown[]> {
  const workers = Array.from(
    { length: count },
    () => new Worker(program, { workerData, execArgv: [] }),
  );
  const messages = await Promise.all(
    workers.map(async (worker) => {
      const [message]: unknown[] = await once(worker, 'message');
      return message;
    }),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  return messages;
}

/** Samplers of several threads of one process; the worker runs the built package. */
export function checkWorkers({ source }: Subject): void {
  it('collects in several threads concurrently', async () => {
    const messages = await collectInWorkers({ sampler: source, goesOn: false }, 3);
    for (const collected of messages.map((message) => CollectedSchema.parse(message))) {
      expect(collected.source).toBe(source);
      expect(collected.sampleCount).toBeGreaterThan(2);
      expect(collected.peak).toBeGreaterThan(20e6);
      expect(collected.heapBytes).toBeGreaterThan(1e6);
    }
  });

  it('allows terminating a thread while it collects', async () => {
    const messages = await collectInWorkers({ sampler: source, goesOn: true }, 3);
    expect(messages).toHaveLength(3);
  });
}
