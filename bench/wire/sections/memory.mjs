import { atMost, HIGHER, LOWER, measured } from '../../suite/report/figure.mjs';
import { runActor, withServer } from '../actor.mjs';

const CONNECTIONS = 64;

/** @param {{ memory: { repeats: number, requests: number, settled: number } }} plan */
export async function measureMemory({ memory: { repeats, requests, settled } }) {
  const results = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const result = await withServer({}, (url) =>
      runActor('memory-ours', { url, connections: CONNECTIONS, requests, settled }),
    );
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`);
    results.push(result);
  }
  const figure = (name, unit, valueOf, target) =>
    measured(name, unit, results.map(valueOf), target);
  return [
    figure('requests', 'count', ({ completed }) => completed),
    figure('settledRssBytes', 'bytes', ({ settledRssBytes }) => settledRssBytes, LOWER),
    figure('endRssBytes', 'bytes', ({ endRssBytes }) => endRssBytes, LOWER),
    figure(
      'endOverSettled',
      'ratio',
      ({ endRssBytes, settledRssBytes }) => endRssBytes / settledRssBytes,
      atMost(1.1),
    ),
    figure(
      'requestsPerSecond',
      'requests/s',
      ({ completed, durationNs }) => completed / (durationNs / 1e9),
      HIGHER,
    ),
  ];
}
