import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BRIEF } from '../support/brief-run.ts';
import { fakeGpu } from '../support/fake-gpu.ts';
import { eventsSoFar, latestRun, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { LOADCELL, runLoadcell, startProgram } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const UNSHARED = ['--pid', '--fork', '--mount-proc'];
const canUnshare = spawnSync('unshare', [...UNSHARED, 'true']).status === 0;

/**
 * Starts a worker that holds 3 GB next to an invisible process of 2 GB and an unrelated one of 1 GB. It ends some lists
 * later, so that at least one list comes after Loadcell found the worker.
 */
const WORKER = `
sleep 600 & worker=$!
{
  echo notes_lists 1 processes 3
  echo pid0 0 bytes0 2000000000
  echo pid1 $worker bytes1 3000000000
  echo pid2 1 bytes2 1000000000
} > "$LOADCELL_FAKE_NVML.next"
mv "$LOADCELL_FAKE_NVML.next" "$LOADCELL_FAKE_NVML"
until [ "$(cat "$LOADCELL_FAKE_NVML.lists" 2> /dev/null | wc -c)" -ge 4 ]; do sleep 0.1; done
kill $worker`;

interface Measured {
  readonly max: number | null;
  readonly note?: string;
  readonly reason?: string;
}

/** A metric of the only phase of the latest run. */
async function measured(cwd: string, name: string): Promise<Measured> {
  const { stdout } = await runLoadcell(['report', latestRun(cwd), '--format', 'results'], { cwd });
  const { phases }: { phases: { measurements: Record<string, Measured> }[] } = JSON.parse(stdout);
  const found = phases[0]?.measurements[name];
  if (found === undefined) throw new Error(`no ${name} in ${stdout}`);
  return found;
}

/** What Loadcell could not sample of GPUs in the latest run. */
function notSampled(cwd: string): string[] {
  const reasons = eventsSoFar(cwd).flatMap(({ kind, reason = '' }) =>
    kind === 'not-sampled' ? [reason] : [],
  );
  return reasons.filter((reason) => /GPU|NVIDIA/.test(reason));
}

describe('GPUs in a recording', () => {
  it('are read, with only the memory of workers', async () => {
    const cwd = temporaryFolder();
    const { env } = fakeGpu('');
    const args = ['record', '--', 'sh', '-c', WORKER];
    const recorded = await runLoadcell(args, { cwd, env });
    expect(recorded.stderr).toContain('duration');
    expect(await measured(cwd, 'gpuMemory')).toMatchObject({
      max: 3e9,
      note: 'of the process tree',
    });
    expect(await measured(cwd, 'gpuPower')).toMatchObject({ max: 250.5 });
    expect(notSampled(cwd)).toEqual([]);
  });

  it.skipIf(!canUnshare)('are not attributed to processes of another PID namespace', async () => {
    const cwd = temporaryFolder();
    const { env } = fakeGpu('');
    const args = [...UNSHARED, process.execPath, LOADCELL, 'record', '--', 'sh', '-c', WORKER];
    const { finished } = startProgram('unshare', args, { cwd, env });
    expect((await finished).stderr).toContain('duration');
    const { max, note } = await measured(cwd, 'gpuMemory');
    expect(max).toBe(1e9);
    expect(note).toContain('of the whole device: the driver lists process IDs of the initial');
    expect(notSampled(cwd)).toEqual([expect.stringContaining('PID namespace')]);
  });

  it('are reported with the error of the library when it does not start', async () => {
    const cwd = temporaryFolder();
    const { env } = fakeGpu('init_fails 1\n');
    await runLoadcell(['record', '--', 'sleep', '0.5'], { cwd, env });
    const reason = 'NVIDIA: NVML did not start: Unknown Error';
    expect(await measured(cwd, 'gpuMemory')).toMatchObject({
      max: null,
      reason: `no GPU is readable: ${reason}`,
    });
    expect(notSampled(cwd)).toEqual([reason]);
  });
});

it('a run reads the GPU memory of the server', async () => {
  const mock = await startMock();
  const cwd = temporaryFolder();
  const { env, script } = fakeGpu('');
  writeFileSync(script, `processes 1\npid0 ${mock.pid}\nbytes0 123456789\n`);
  writeConfig(cwd, BRIEF);
  const args = ['run', '--url', mock.url, '--pid', String(mock.pid)];
  const { stderr } = await runLoadcell(args, { cwd, env });
  expect(await measured(cwd, 'gpuMemory'), stderr).toMatchObject({
    max: 123_456_789,
    note: 'of the process tree',
  });
});
