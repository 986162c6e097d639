import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import { LOADCELL, MEASURED } from '../../suite/run-loadcell.mjs';

/** Bound on the difference between the clocks of the recorder and the client, ns. */
const CLOCK_NS = 20e6;

/** @param {import('./client.mjs').Task} task @returns {import('./client.mjs').Command} */
export function loadcellCommand({ kind, file, requests, url, model, folder }) {
  const stage =
    kind === 'trace' ? { kind: 'trace', file } : { kind: 'closed', concurrency: 1, requests };
  const load = { stages: [stage], ...(kind === 'trace' ? {} : { dataset: file }) };
  writeFileSync(
    path.join(folder, 'loadcell.config.json'),
    JSON.stringify({
      phase: 'load',
      target: { api: 'openai-completions' },
      phases: { load },
    }),
  );
  const args = ['run', '--quiet', '--url', url, '--model', model, '--output-dir', folder];
  return { words: [process.execPath, LOADCELL, ...args], allowedCodes: MEASURED };
}

/** Its setup sends requests of its own: those of the load are within its stage. */
export async function wasMeasured(folder) {
  const { streams } = await concludeDirectory(path.join(folder, 'latest'));
  const rows = [...streams.phases[0].requests].filter(({ purpose }) => purpose === 'load');
  const sentNs = rows.map((row) => row.sentNs);
  const wallNs = (performance.timeOrigin + performance.now()) * 1e6;
  const epochNs = wallNs - Number(process.hrtime.bigint());
  const fromNs = Math.min(...sentNs) + epochNs - CLOCK_NS;
  const toNs = Math.max(...rows.map((row) => row.endNs)) + epochNs + CLOCK_NS;
  return ({ atNs }) => atNs >= fromNs && atNs <= toNs;
}
