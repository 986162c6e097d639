import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identifyProcess, isRunning } from '../../../../src/record/process-tree.ts';
import { LaunchedCommand } from '../../../../src/target/process/launch/launched-command.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

async function launch(
  command: readonly string[],
  environment: readonly string[] = [`PATH=${process.env['PATH']}`],
): Promise<LaunchedCommand> {
  const launched = await LaunchedCommand.start({
    command: command.map((word) => Buffer.from(word)),
    environment: environment.map((line) => Buffer.from(line)),
    streams: { kind: 'inherited', stdoutTo: 'stderr', descriptors: [] },
  });
  onTestFinished(async () => {
    launched.signalAll('SIGKILL');
    await launched.leave();
  });
  return launched;
}

/** Runs the command to its end. */
async function runThrough(launched: LaunchedCommand) {
  const failure = await launched.begin();
  launched.goOn();
  return { failure, ...(await launched.ended) };
}

describe('a command of the launcher', () => {
  it('is held once its program is loaded, before it runs', async () => {
    const out = join(temporaryFolder(), 'out');
    const launched = await launch(['sh', '-c', `echo ran > ${out}`]);
    expect(launched.isHeld).toBe(true);
    expect(readlinkSync(`/proc/${launched.pid}/exe`)).toMatch(/loadcell-launch$/);
    expect(await launched.begin()).toBeUndefined();
    expect(readFileSync(`/proc/${launched.pid}/comm`, 'utf8')).toBe('sh\n');
    expect(readdirSync(join(out, '..'))).toEqual([]);
    launched.goOn();
    expect(await launched.ended).toMatchObject({ exitCode: 0, signal: null });
    expect(readFileSync(out, 'utf8')).toBe('ran\n');
  });

  it('has exactly the given environment', async () => {
    const out = join(temporaryFolder(), 'out');
    const lines = ['PATH=/usr/bin:/bin', 'a-b=1', 'x=1', 'x=2', 'none'];
    await runThrough(await launch(['sh', '-c', `cat /proc/$$/environ > ${out}`], lines));
    expect(readFileSync(out, 'utf8').split('\0')).toEqual([...lines, '']);
  });

  it.each([
    ['exit 7', { exitCode: 7, signal: null }],
    ['kill -9 $$', { exitCode: null, signal: 'SIGKILL' }],
    ['kill -40 $$', { exitCode: null, signal: 'signal 40' }],
  ])('reports how %j ended', async (script, end) => {
    expect(await runThrough(await launch(['sh', '-c', script]))).toMatchObject(end);
  });

  it('receives forwarded signals', async () => {
    const out = join(temporaryFolder(), 'out');
    const script = `trap 'echo usr > ${out}; exit 3' USR1; kill -STOP $$; while :; do sleep 0.01; done`;
    const launched = await launch(['sh', '-c', script]);
    await launched.begin();
    launched.goOn();
    // The script stops itself once it listens.
    await expect
      .poll(() => readFileSync(`/proc/${launched.pid}/stat`, 'utf8').split(') ')[1]?.[0])
      .toBe('T');
    launched.passOn('SIGUSR1');
    launched.passOn('SIGCONT');
    expect(await launched.ended).toMatchObject({ exitCode: 3 });
    expect(readFileSync(out, 'utf8')).toBe('usr\n');
  });

  it('leaves its orphans to the launcher', async () => {
    const out = join(temporaryFolder(), 'out');
    const script = `(env -i setsid sleep 600 & echo $! > ${out}) & wait`;
    const launched = await launch(['sh', '-c', script]);
    await runThrough(launched);
    const pid = Number(readFileSync(out, 'utf8'));
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]).toBe(
      String(launched.launcherPid),
    );
    const left = identifyProcess(pid);
    launched.signalAll('SIGKILL');
    await expect.poll(() => left !== undefined && isRunning(left)).toBe(false);
  });

  it.each([
    ['no-such-command', 'ENOENT'],
    ['/', 'EACCES'],
  ])('reports why %s cannot be run', async (name, failure) => {
    expect(await runThrough(await launch([name]))).toMatchObject({ failure, exitCode: 127 });
  });

  it('dies with its launcher', async () => {
    const launched = await launch(['sleep', '600']);
    await launched.begin();
    launched.goOn();
    const command = identifyProcess(launched.pid);
    process.kill(launched.launcherPid, 'SIGKILL');
    expect(await launched.ended).toMatchObject({ signal: 'SIGKILL' });
    await expect.poll(() => command !== undefined && isRunning(command)).toBe(false);
  });
});
