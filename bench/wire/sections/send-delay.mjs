import { atLeast, atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { median } from '../../suite/statistics.mjs';
import { runActor, withServer } from '../actor.mjs';

const CONNECTIONS = 64;
const PER_SECOND = 5000;
const CLIENTS = ['ours', 'undici'];

/** @param {{ sendDelay: { repeats: number, durationMs: number } }} plan */
export async function measureSendDelay({ sendDelay: { repeats, durationMs } }) {
  const rounds = { ours: [], undici: [] };
  await withServer({}, async (url) => {
    const options = { url, connections: CONNECTIONS, perSecond: PER_SECOND, durationMs };
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const client of CLIENTS) {
        const result = await runActor(`delay-${client}`, options);
        if (result.failed > 0) throw new Error(`${result.failed} requests of ${client} failed`);
        rounds[client].push(result);
      }
    }
  });
  const valuesOf = (client, name) => rounds[client].map((round) => round[name] / 1e3);
  const ratio = median(valuesOf('undici', 'delayP99Ns')) / median(valuesOf('ours', 'delayP99Ns'));
  return [
    measured('oursDelayP50Us', 'us', valuesOf('ours', 'delayP50Ns'), LOWER),
    measured('oursDelayP99Us', 'us', valuesOf('ours', 'delayP99Ns'), atMost(1000)),
    measured('oursDelayMaxUs', 'us', valuesOf('ours', 'delayMaxNs'), LOWER),
    measured('undiciDelayP50Us', 'us', valuesOf('undici', 'delayP50Ns')),
    measured('undiciDelayP99Us', 'us', valuesOf('undici', 'delayP99Ns')),
    measured('undiciDelayMaxUs', 'us', valuesOf('undici', 'delayMaxNs')),
    measured('undiciDelayP99OverOurs', 'ratio', ratio, atLeast(1)),
  ];
}
