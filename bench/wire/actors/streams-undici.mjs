/** Chat streams over undici, with the timestamps that its callers can take: when data arrives in JavaScript. */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { CHAT, LEAD_MS, SPREAD_MS } from './chat-request.mjs';
import { readOptions, report } from './report.mjs';
import { SseLines } from './sse-lines.mjs';
import { nowNs, StampTally } from './stamp-tally.mjs';

const { url, streams } = await readOptions();
const pool = new Pool(url, {
  connections: streams,
  pipelining: 1,
  bodyTimeout: 0,
  headersTimeout: 0,
});
const body = JSON.stringify(CHAT);
const tally = new StampTally();

async function stream(index) {
  await delay(LEAD_MS + (index / streams) * SPREAD_MS);
  const response = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const lines = new SseLines();
  for await (const chunk of response.body) {
    const atNs = nowNs();
    for (const event of lines.push(chunk.latin1Slice())) tally.add(event, atNs);
  }
}

const outcomes = await Promise.allSettled(Array.from({ length: streams }, (_, i) => stream(i)));
const result = tally.end();
await pool.close();
report({ ...result, failed: outcomes.filter(({ status }) => status === 'rejected').length });
