/** An open loop over undici with a timer of 1 ms: send delay until requests are handed over. */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from '../../suite/statistics.mjs';
import { readOptions, report } from './report.mjs';
import { nowNs } from './stamp-tally.mjs';

const { url, connections, perSecond, durationMs } = await readOptions();
const pool = new Pool(url, { connections, pipelining: 1 });
const count = Math.round((perSecond * durationMs) / 1000);
const startNs = nowNs() + 100e6;
const delaysNs = [];
const requests = [];

async function send() {
  const response = await pool.request({ path: '/health', method: 'GET' });
  await response.body.dump();
}

for (let next = 0; next < count;) {
  await delay(1);
  for (let atNs = nowNs(); next < count && startNs + (next * 1e9) / perSecond <= atNs; next++) {
    requests.push(send());
    atNs = nowNs();
    delaysNs.push(atNs - startNs - (next * 1e9) / perSecond);
  }
}
const outcomes = await Promise.allSettled(requests);
await pool.close();
report({
  delayP50Ns: quantile(delaysNs, 0.5),
  delayP99Ns: quantile(delaysNs, 0.99),
  delayMaxNs: quantile(delaysNs, 1),
  failed: outcomes.filter(({ status }) => status === 'rejected').length,
});
