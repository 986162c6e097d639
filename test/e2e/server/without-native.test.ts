import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readRunJson, temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram, type RunningCommand } from '../support/run-loadcell.ts';
import { unwrapped } from '../support/unwrapped.ts';

/** Node loads no binary, as where none is installed. */
const WITHOUT_BINARIES = '--no-addons';

function loadcell(cwd: string, args: readonly string[]): RunningCommand {
  return startProgram(process.execPath, [WITHOUT_BINARIES, LOADCELL, ...args], { cwd });
}

/** A mock server without binaries. @returns its URL */
async function startMock(cwd: string): Promise<string> {
  const { child } = loadcell(cwd, ['mock', '--port', '0', '--time-to-first-token', '20ms']);
  if (child.stdout === null) throw new Error('stdout is not a pipe');
  const [line] = await once(child.stdout, 'data');
  return String(line).trim();
}

it('measures a server: JavaScript sends, timestamps and calibrates, and says so once', async () => {
  const folder = temporaryFolder();
  const url = await startMock(folder);
  const load = ['--concurrency', '4', '--requests', '40'];
  const { code, stdout, stderr } = await loadcell(folder, ['run', '--url', url, ...load]).finished;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(unwrapped(stdout).match(/without the native part/gi)).toHaveLength(1);
  expect(stdout).toContain('JavaScript worker thread');
  expect(readRunJson(folder, 'results')).toMatchObject({
    phases: [{ stages: [{ requests: { successful: 40 } }] }],
  });
});

it('reports, compares and exports runs', async () => {
  const folder = temporaryFolder();
  const url = await startMock(folder);
  const pass = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await loadcell(folder, args).finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };
  const run = ['run', '--url', url, '--concurrency', '4', '--requests', '40', '--output-dir'];
  await pass(...run, 'base');
  await pass(...run, 'candidate');
  expect(await pass('compare', 'base/latest', 'candidate/latest')).toMatch(
    /TTFT.*\d+ worse, \d+ better/s,
  );
  await pass('report', 'base/latest', '--format', 'html');
  await pass('export', 'base/latest', '--format', 'csv', '--output-dir', 'tables');
  const requests = readFileSync(path.join(folder, 'tables', 'requests.csv'), 'utf8');
  const [, ...rows] = requests.trimEnd().split('\n');
  expect(rows.length).toBeGreaterThanOrEqual(40);
});

it.each([
  ['samples nothing', ['run', '--url', 'http://127.0.0.1:9', '--pid', String(process.pid)]],
  ['starts no engine', ['run', '--phase', 'baseline']],
  ['records nothing', ['record', '--', 'true']],
])('%s: two lines say what is missing, and what to do', async (_what, args) => {
  const { code, stderr } = await loadcell(temporaryFolder(), args).finished;
  expect(code).toBe(4);
  expect(stderr).toMatch(/^error: .*--no-addons.*\nhelp: remove --no-addons .*\n$/);
});

it('shows with doctor what it measures of a server: with a limit, and no process', async () => {
  const folder = temporaryFolder();
  const url = await startMock(folder);
  const doctor = (...args: string[]) =>
    loadcell(folder, ['doctor', '--url', url, ...args]).finished;
  const [able, unable] = await Promise.all([doctor(), doctor('--pid', 'auto')]);
  expect(able.code).toBe(0);
  expect(able.stdout).toMatch(
    /^This machine\n +warning +native part .*\n.*\n +no process is sampled/m,
  );
  expect(able.stdout).toMatch(/^ +memory, CPU and GPU of the server\n +remove --no-addons/m);
  expect(able.stdout).not.toMatch(/round trip \d|pass --pid/);
  expect(unable.code).toBe(3);
  expect(unable.stdout).toMatch(
    /^error: --pid needs the native part: .*\nhelp: remove --no-addons/m,
  );
});

it('has a mock server that refuses what needs the native one', async () => {
  const { code, stderr } = await loadcell(temporaryFolder(), ['mock', '--concurrency', '2'])
    .finished;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: the mock server has no concurrency without the native part/);
});

it.each([
  ['is ready for a server, with limits', [], 0, /^server +ready .*\n +-> no process is sampled/m],
  ['is not ready to record', ['--for', 'record'], 3, /^PROBLEM +native part .*--no-addons/m],
])('%s, as doctor reports', async (_what, args, code, stdout) => {
  const examined = await loadcell(temporaryFolder(), ['doctor', ...args]).finished;
  expect(examined).toMatchObject({ code, stdout: expect.stringMatching(stdout) });
  expect(examined.stdout).toMatch(/^record +NOT READY .*\n +-> needs native part$/m);
});
