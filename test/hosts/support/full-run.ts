import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { concludeDirectory, type RequestRow, type RunConclusion } from '@loadcell/core';
import { onTestFinished } from 'vitest';
import { runLoadcell } from '../../e2e/support/run-loadcell.ts';
import type { RealServer } from './real-server.ts';

/**
 * Every default phase, but shorter: the minimum number of requests decides how long a slow server takes. A shared
 * machine misses many ticks at 1 kHz, and up to half at 200 Hz.
 */
const SHORT = ['--duration', '5s', '--hz', '20'];

/** A completed run of the built command. */
export interface FullRun {
  readonly code: number | null;
  /** Its output, for failures. */
  readonly output: string;
  readonly conclusion: RunConclusion;
  readonly requests: readonly RequestRow[];
}

/** Runs the built command as a user does: with the embedded default, or on a server. */
export async function runToEnd(server?: RealServer): Promise<FullRun> {
  const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'loadcell-hosts-run-')));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const on = server === undefined ? [] : ['--url', server.url, '--pid', 'auto'];
  // A server that does not list its models needs an explicit one.
  const model = server?.name === 'transformers' ? ['--model', server.model] : [];
  const env = server?.key === undefined ? {} : { LOADCELL_API_KEY: server.key };
  const { code, stdout, stderr } = await runLoadcell(['run', ...on, ...model, ...SHORT], {
    cwd,
    env,
  });
  const output = `${stderr}\n${stdout}`;
  const directory = realpathSync(path.join(cwd, 'loadcell-results', 'latest'));
  const conclusion = await concludeDirectory(directory);
  const requests = conclusion.streams.phases.flatMap((phase) => phase.requests);
  return { code, output, conclusion, requests };
}
