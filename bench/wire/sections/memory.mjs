import { atMost, measured } from '../../suite/report/figure.mjs';
import { runActor, withServer } from '../actor.mjs';

const CONNECTIONS = 64;

/** @param {{ memory: { requests: number, settled: number } }} plan */
export async function measureMemory({ memory: { requests, settled } }) {
  const result = await withServer({}, (url) =>
    runActor('memory-ours', { url, connections: CONNECTIONS, requests, settled }),
  );
  if (result.failed > 0) throw new Error(`${result.failed} requests failed.`);
  return [
    measured('requests', 'count', result.completed),
    measured('settledRssBytes', 'bytes', result.settledRssBytes),
    measured('endRssBytes', 'bytes', result.endRssBytes),
    measured('endOverSettled', 'ratio', result.endRssBytes / result.settledRssBytes, atMost(1.1)),
    measured('requestsPerSecond', 'requests/s', result.completed / (result.durationNs / 1e9)),
  ];
}
