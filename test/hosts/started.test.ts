import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { latestRun, readRunJson, temporaryFolder } from '../e2e/support/run-folder.ts';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';

const HOSTS = fileURLToPath(new URL('../../scripts/hosts.mjs', import.meta.url));

/** What this test reads from results.json. */
interface Results {
  readonly phases: readonly {
    readonly success: boolean;
    readonly measurements: Readonly<Record<string, { readonly max: number | null }>>;
  }[];
}

describe('a real server that Loadcell starts', () => {
  it('is measured from nothing, through the script that starts it, to its end', async () => {
    const cwd = temporaryFolder();
    const command = [process.execPath, HOSTS, 'start', 'transformers'];
    const args = ['--model', 'tiny', '--phase', 'baseline', '--duration', '1s'];
    const run = await runLoadcell(['run', ...args, '--format', 'html', '--', ...command], { cwd });
    expect(run.code, run.stdout + run.stderr).toBe(EXIT_CODES.pass);
    const results: Results = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
    const [phase] = results.phases;
    const { measurements = {} } = phase ?? {};
    const [listening, healthy, answered] = [
      'startupTimeToListening',
      'startupTimeToHealthy',
      'startupTimeToFirstToken',
    ].map((name) => measurements[name]?.max ?? Number.NaN);
    expect(phase?.success).toBe(true);
    expect(listening).toBeGreaterThan(0);
    expect(healthy).toBeGreaterThanOrEqual(Number(listening));
    expect(answered).toBeGreaterThan(Number(healthy));
    // PyTorch alone takes more.
    expect(measurements['startupPeakMemory']?.max).toBeGreaterThan(100 * 2 ** 20);
    expect(readFileSync(path.join(latestRun(cwd), 'report.html'), 'utf8')).toContain('Start-up');
  });
});
