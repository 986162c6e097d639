import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import { LOADCELL, MEASURED } from '../../suite/run-loadcell.mjs';
import { runCommand } from './run-command.mjs';

/** Bound on the difference between the clocks of capture and client, far below the time of a response, ns. */
const CLOCK_NS = 5e6;

/** @param {import('./client.mjs').ClientTask} task @returns {Promise<import('./client.mjs').ClientResult>} */
export async function runLoadcell({ url, model, key, folder, plan }) {
  const { inputTokens, outputTokens, concurrency, requests } = plan;
  const stages = [{ kind: 'closed', concurrency, requests }];
  const load = { stages, inputTokens, outputTokens };
  const target = { extraBody: { ignore_eos: true } };
  writeFileSync(
    path.join(folder, 'loadcell.config.json'),
    JSON.stringify({ phase: 'load', target, phases: { load } }),
  );
  const args = ['run', '--quiet', '--url', url, '--model', model, '--output-dir', folder];
  const { cpuSeconds } = await runCommand([process.execPath, LOADCELL, ...args], {
    cwd: folder,
    environment: key === undefined ? {} : { LOADCELL_API_KEY: key },
    allowedCodes: MEASURED,
  });
  return { cpuSeconds, ...(await readRun(path.join(folder, 'latest'))) };
}

async function readRun(runDir) {
  const { phases } = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
  const [{ measurements }] = phases[0].stages;
  const { streams } = await concludeDirectory(runDir);
  const rows = [...streams.phases[0].requests].filter(({ purpose }) => purpose === 'load');
  const sentNs = rows.map((row) => row.sentNs);
  const epochNs = clockEpochNs();
  const fromNs = Math.min(...sentNs) + epochNs - CLOCK_NS;
  const toNs = Math.max(...sentNs) + epochNs + CLOCK_NS;
  return {
    requests: rows.length,
    timeToFirstTokenMs: measurements.timeToFirstToken.avg,
    endMs: measurements.inferenceTime.avg,
    interTokenMs: measurements.interTokenLatency.avg,
    each: rows
      .toSorted((one, other) => one.sentNs - other.sentNs)
      .map(({ sentNs: sent, firstTokenNs, lastTokenNs }) => ({
        firstNs: firstTokenNs - sent,
        lastNs: lastTokenNs - sent,
      })),
    // Warm-up and probes of the server are captured, too.
    isMeasured: ({ sentNs: atNs }) => atNs >= fromNs && atNs <= toNs,
  };
}

/** Wall time when the clock of all timestamps was 0, ns. */
function clockEpochNs() {
  const wallNs = (performance.timeOrigin + performance.now()) * 1e6;
  return wallNs - Number(process.hrtime.bigint());
}
