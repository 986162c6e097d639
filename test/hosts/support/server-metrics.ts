import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { concludeDirectory, type PhaseStreams, type RunConclusion } from '@loadcell/core';
import { onTestFinished } from 'vitest';
import { runLoadcell } from '../../e2e/support/run-loadcell.ts';
import type { RealServer } from './real-server.ts';

/** Sums and counts of vLLM's histograms, seconds, by name without `vllm:` and `_seconds`. */
export type VllmTimes = ReadonlyMap<string, { readonly sum: number; readonly count: number }>;

const TIMES = ['request_queue_time', 'request_prefill_time', 'request_decode_time'] as const;

/** Reads the metrics as curl would. */
export async function readVllmTimes(url: string): Promise<VllmTimes> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const valueOf = (name: string): number => {
    const line = text.split('\n').find((one) => one.startsWith(`${name}{`));
    if (line === undefined) throw new Error(`The server does not report ${name}.`);
    return Number(line.slice(line.lastIndexOf(' ') + 1));
  };
  return new Map(
    TIMES.map((name) => [
      name,
      {
        sum: valueOf(`vllm:${name}_seconds_sum`),
        count: valueOf(`vllm:${name}_seconds_count`),
      },
    ]),
  );
}

/** The increase of a column from its first to its last value, in the only phase. */
export function gainOf({ survey }: PhaseStreams, column: string): number {
  const { value } = survey.get(column) ?? { value: new Float64Array(0) };
  return (value.at(-1) ?? Number.NaN) - (value[0] ?? Number.NaN);
}

/**
 * Runs only the load phase, with a configuration.
 * @param setting of the target, and files that the configuration names
 */
export async function runLoad(
  server: RealServer,
  load: object,
  { target = {}, files = {} }: { target?: object; files?: Readonly<Record<string, string>> } = {},
): Promise<RunConclusion> {
  const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'loadcell-hosts-load-')));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const config = { target: { url: server.url, ...target }, phase: 'load', phases: { load } };
  writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(config));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
  const { code, stdout, stderr } = await runLoadcell(['run'], {
    cwd,
    env: server.key === undefined ? {} : { LOADCELL_API_KEY: server.key },
  });
  if (code !== 0) throw new Error(`The run ended with code ${code}.\n${stderr}\n${stdout}`);
  return await concludeDirectory(realpathSync(path.join(cwd, 'loadcell-results', 'latest')));
}

/** Sequential requests of another client, 4 tokens each. */
export async function sendForeign(server: RealServer, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const body = { model: server.model, prompt: `another client ${index}`, max_tokens: 4 };
    const response = await fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.text();
  }
}
