import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isRunning } from '../e2e/support/processes.ts';
import { startProgram, type RunningCommand } from '../e2e/support/run-loadcell.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/lanes.mjs', import.meta.url));

/** Waits for a file that another step writes. */
const awaits = (file: string): string => `until [ -e ${file} ]; do sleep 0.05; done`;

/** Runs until a signal, which it reports. */
const ENDLESS = `node -e "
  process.on('SIGINT', () => { console.log('interrupted'); process.exit(1); });
  setInterval(() => {}, 1000);
  require('node:fs').writeFileSync('endless', String(process.pid));"`;

/** A folder with npm scripts, and its lanes. */
class Workspace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'loadcell-lanes-test-'));

  constructor(scripts: Readonly<Record<string, string>>) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    writeFileSync(this.at('package.json'), JSON.stringify({ scripts }));
  }

  at(file: string): string {
    return path.join(this.folder, file);
  }

  start(...args: readonly string[]): RunningCommand {
    return startProgram(process.execPath, [SCRIPT, ...args], {
      cwd: this.folder,
      env: { TMPDIR: this.folder },
    });
  }

  /** Files that the lanes left of the outputs. */
  leftovers(): readonly string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith('loadcell-lanes-'));
  }
}

describe('lanes of npm scripts', () => {
  it('run beside each other, each with its steps in order, and print outputs whole', async () => {
    const workspace = new Workspace({
      left: `echo left-1; touch left; ${awaits('right')}; echo left-2`,
      right: `echo right-1; touch right; ${awaits('left')}; echo right-2`,
      after: 'test -e left',
    });
    const { code, stdout } = await workspace.start('left, after', 'right').finished;
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('left-1\nleft-2\n');
    expect(stdout).toContain('right-1\nright-2\n');
    expect(stdout.indexOf('after passed')).toBeGreaterThan(stdout.indexOf('left passed'));
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^lanes: all passed after \d+ s: /);
    expect(workspace.leftovers()).toEqual([]);
  });

  it('pass arguments on to a script', async () => {
    const { code, stdout } = await new Workspace({ say: 'echo' }).start('say -- one --two')
      .finished;
    expect(code).toBe(0);
    expect(stdout).toContain('\none --two\n');
  });

  it('end with the first failure, whose output is the last', async () => {
    const workspace = new Workspace({
      endless: ENDLESS,
      failing: `${awaits('endless')}; echo broken; exit 3`,
      later: 'touch later',
    });
    const { code, stdout } = await workspace.start('failing, later', 'endless, later').finished;
    expect(code).toBe(1);
    expect(stdout).toMatch(/interrupted\n[^]*failing failed with code 3[^]*broken\n/);
    expect(stdout.trim().split('\n').at(-1)).toMatch(
      /^lanes: ended because failing failed with code 3 after .*endless stopped after \d+ s/,
    );
    expect(existsSync(workspace.at('later'))).toBe(false);
    expect(workspace.leftovers()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('end with %s and their processes with them', async (signal, expected) => {
    const workspace = new Workspace({ endless: ENDLESS, later: 'touch later' });
    const { child, finished } = workspace.start('endless, later');
    await expect.poll(() => existsSync(workspace.at('endless'))).toBe(true);
    child.kill(signal);
    const { code, stdout } = await finished;
    expect(code).toBe(expected);
    expect(stdout).toContain('interrupted\n');
    expect(stdout).toContain(`lanes: ended by ${signal} after`);
    expect(isRunning(Number(readFileSync(workspace.at('endless'), 'utf8')))).toBe(false);
    expect(existsSync(workspace.at('later'))).toBe(false);
  });

  it('end with programs of their steps that have groups of their own', async () => {
    const workspace = new Workspace({ both: `setsid sleep 600 & echo $! > own; ${ENDLESS}` });
    const { child, finished } = workspace.start('both');
    await expect.poll(() => existsSync(workspace.at('endless'))).toBe(true);
    const own = Number(readFileSync(workspace.at('own'), 'utf8'));
    expect(isRunning(own)).toBe(true);
    child.kill('SIGINT');
    await finished;
    expect(isRunning(own)).toBe(false);
  });

  it('end after a limit', async () => {
    const workspace = new Workspace({ endless: ENDLESS });
    const { code, stdout } = await workspace.start('--limit-minutes', '0.05', 'endless').finished;
    expect(code).toBe(1);
    expect(stdout).toContain('lanes: ended after the limit of 0.05 min');
  });

  it('fail with a script that does not exist', async () => {
    const { code, stdout } = await new Workspace({ good: 'true' }).start('good', 'absent').finished;
    expect(code).toBe(1);
    expect(stdout).toContain('Missing script: "absent"');
  });

  it.each([
    [[], 'expected at least one lane'],
    [['good,, good'], 'invalid lane "good,, good"'],
    [['--limit-minutes', 'soon', 'good'], 'invalid --limit-minutes "soon"'],
    [['--limit-minutes', '0', 'good'], 'invalid --limit-minutes "0"'],
    [['--fast', 'good'], "Unknown option '--fast'"],
  ])('are refused with 2: %j', async (args, expected) => {
    const { code, stderr } = await new Workspace({ good: 'true' }).start(...args).finished;
    expect(code).toBe(2);
    expect(stderr).toContain(`lanes: ${expected}`);
  });
});
