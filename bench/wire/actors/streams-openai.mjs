/** Chat streams over the client of OpenAI, with the timestamps that its callers can take: when they receive an event. */
import { setTimeout as delay } from 'node:timers/promises';
import OpenAI from 'openai';
import { CHAT, LEAD_MS, SPREAD_MS } from './chat-request.mjs';
import { readOptions, report } from './report.mjs';
import { nowNs, StampTally } from './stamp-tally.mjs';

const { url, streams } = await readOptions();
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
const tally = new StampTally();

async function stream(index) {
  await delay(LEAD_MS + (index / streams) * SPREAD_MS);
  for await (const event of await client.chat.completions.create(CHAT)) tally.add(event, nowNs());
}

const outcomes = await Promise.allSettled(Array.from({ length: streams }, (_, i) => stream(i)));
report({
  ...tally.end(),
  failed: outcomes.filter(({ status }) => status === 'rejected').length,
});
