import { atLeast, atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { median } from '../../suite/statistics.mjs';
import { runActor, withServer } from '../actor.mjs';

const CONNECTIONS = 64;
const PER_SECOND = 5000;
const CLIENTS = ['ours', 'undici'];

/** @param {{ sendLag: { repeats: number, durationMs: number } }} plan */
export async function measureSendLag({ sendLag: { repeats, durationMs } }) {
  const rounds = { ours: [], undici: [] };
  await withServer({}, async (url) => {
    const options = { url, connections: CONNECTIONS, perSecond: PER_SECOND, durationMs };
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const client of CLIENTS) {
        const result = await runActor(`lag-${client}`, options);
        if (result.failed > 0) throw new Error(`${result.failed} requests of ${client} failed`);
        rounds[client].push(result);
      }
    }
  });
  const valuesOf = (client, name) => rounds[client].map((round) => round[name] / 1e3);
  const ratio = median(valuesOf('undici', 'lagP99Ns')) / median(valuesOf('ours', 'lagP99Ns'));
  return [
    measured('oursLagP50Us', 'us', valuesOf('ours', 'lagP50Ns'), LOWER),
    measured('oursLagP99Us', 'us', valuesOf('ours', 'lagP99Ns'), atMost(1000)),
    measured('oursLagMaxUs', 'us', valuesOf('ours', 'lagMaxNs'), LOWER),
    measured('undiciLagP50Us', 'us', valuesOf('undici', 'lagP50Ns')),
    measured('undiciLagP99Us', 'us', valuesOf('undici', 'lagP99Ns')),
    measured('undiciLagMaxUs', 'us', valuesOf('undici', 'lagMaxNs')),
    measured('undiciLagP99OverOurs', 'ratio', ratio, atLeast(1)),
  ];
}
