import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { LOADCELL } from '../../e2e/support/run-loadcell.ts';

/** Reports of real runs, and the function that removes them. */
export interface RealRuns {
  /** The embedded default: two tiny models in a child process, three phases. */
  readonly engine: string;
  /**
   * A mock server with a closed stage, an open one and a sweep over concurrency. It fails three requests in a hundred:
   * with more than five, p95 would be a failed request.
   */
  readonly server: string;
  readonly remove: () => void;
}

/** Makes both runs, one after the other. */
export async function makeRealRuns(): Promise<RealRuns> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'loadcell-browser-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const engine = await run(folder, 'engine', QUICK, []);
    const mock = spawn(process.execPath, [
      LOADCELL,
      'mock',
      '--time-to-first-token=20ms',
      '--inter-token-latency=4ms',
      '--jitter=3ms',
      '--output-tokens=12',
      '--concurrency=8',
      '--error-rate=3%',
    ]);
    try {
      const [line] = await once(mock.stdout, 'data');
      const load = {
        duration: '1200ms',
        idle: '100ms',
        cooldown: '100ms',
        stages: [{ kind: 'closed', concurrency: 4 }, { kind: 'open' }, SWEEP],
      };
      const config = {
        ...QUICK,
        phase: 'load',
        slos: { ttft: '60ms' },
        phases: { load },
      };
      const args = ['--url', String(line).trim(), '--model', 'mock', '--pid', String(mock.pid)];
      return { engine, server: await run(folder, 'server', config, args), remove };
    } finally {
      mock.kill('SIGTERM');
      await once(mock, 'close');
    }
  } catch (error) {
    remove();
    throw error;
  }
}

const WINDOWS = { idle: '150ms', cooldown: '150ms' };

/** Short, but long enough that every chart has something to show. */
const QUICK = {
  successCriteria: { errorRate: 0.5, maxMemoryUsage: 2 ** 30 },
  phases: {
    baseline: { ...WINDOWS, duration: '500ms', minRequests: 20, contextLoads: 3, transitions: 3 },
    'cross-model': { ...WINDOWS, duration: '500ms', minSwitches: 4, requestsPerSwitch: 2 },
    load: {
      ...WINDOWS,
      duration: '1500ms',
      stages: [{ kind: 'closed', concurrency: 4, warmup: 4 }, { kind: 'open' }],
    },
  },
};

const SWEEP = {
  kind: 'sweep',
  parameter: 'concurrency',
  from: 2,
  to: 32,
  duration: '400ms',
  minRequests: 60,
  attainment: 0.8,
};

/** @returns the report of the run */
async function run(
  folder: string,
  name: string,
  config: unknown,
  args: readonly string[],
): Promise<string> {
  const configFile = path.join(folder, `${name}.json`);
  writeFileSync(configFile, JSON.stringify(config));
  const outputDir = path.join(folder, name);
  const child = spawn(
    process.execPath,
    [LOADCELL, 'run', configFile, '--quiet', '--output-dir', outputDir, ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  const code = child.exitCode;
  // Without a verdict, there is no report to look at.
  if (![0, 1, 4].includes(code ?? -1)) throw new Error(`The run ended with ${code}: ${said}`);
  return path.join(realpathSync(path.join(outputDir, 'latest')), 'report.html');
}
