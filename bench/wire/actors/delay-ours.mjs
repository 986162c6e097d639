/** An open loop over the wire: send delay. */
import { setTimeout as delay } from 'node:timers/promises';
import { createWire } from '@loadcell/native';
import { readOptions, report } from './report.mjs';
import { nowNs } from './stamp-tally.mjs';

const { url, connections, perSecond, durationMs } = await readOptions();
const bytes = Buffer.from(`GET /health HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
const wire = createWire({ endpoint: { url }, connections });
await wire.start();
const count = Math.round((perSecond * durationMs) / 1000);
const startNs = nowNs() + 100e6;
wire.stage(
  Array.from({ length: count }, (_, id) => ({
    id,
    bytes,
    scheduledNs: startNs + Math.round((id * 1e9) / perSecond),
  })),
);
while (wire.account().completed + wire.account().failed < count) {
  await delay(20);
  wire.drain();
}
const { sendDelayP50Ns, sendDelayP99Ns, sendDelayMaxNs, failed, cpuNs } = wire.account();
wire.stop();
report({
  delayP50Ns: sendDelayP50Ns,
  delayP99Ns: sendDelayP99Ns,
  delayMaxNs: sendDelayMaxNs,
  failed,
  cpuNs,
});
