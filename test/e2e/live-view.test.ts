import { describe, expect, it } from 'vitest';
import { ENDLESS, QUICK, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';
import { TerminalSession } from './support/terminal-session.ts';

/** Exit codes of a completed run: passed, or unreliable because the machine was busy. */
const MEASURED = [0, 4];

/** Control sequences that end like this, such as cursor moves and erasures, or colors. */
function sequence(ending: string): RegExp {
  return new RegExp(`\u001B\\[[\\d;]*${ending}`);
}

/** Matches only lines of the view. */
const VIEW = /[█░▁▂▃▄▅▆▇]|\d failed| now · peak /;

describe('loadcell run on a terminal', () => {
  it('draws a view in place, and leaves only the phases and the report', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...QUICK, phase: 'baseline', phases: { baseline: { duration: '6s' } } });
    const session = new TerminalSession(['run'], { cwd, columns: 100, rows: 30 });
    await session.waitFor(/░ .* s, ≥ .* s left$/);
    await session.waitFor(/^memory {4}\d.* MiB now · peak .* MiB/);
    await session.waitFor(/^\[1\/1\] baseline · sequential, one request at a time$/);
    expect(await session.waitFor(/^requests/)).toMatch(/^requests {2}[\d,]+.* · 0 failed/);
    const { code, lines, isCursorShown } = await session.end();
    expect(MEASURED).toContain(code);
    expect(lines[0]).toMatch(/^Engine: llama-cpp .*models /);
    expect(lines[1]).toMatch(/^\[1\/1\] baseline done in /);
    expect(lines[2]).toMatch(/^(?:pass|FAIL) {2}\d of 1 phases passed/);
    // The report names the target as well, for readers who do not see stderr.
    expect(lines.join(' ')).toMatch(/ Loadcell report, \S+ · Engine: llama-cpp /);
    expect(lines.filter((line) => VIEW.test(line))).toEqual([]);
    expect(isCursorShown).toBe(true);
  });

  it('stays in order on a narrow screen, and when the screen is resized', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...QUICK, phase: 'baseline', phases: { baseline: { duration: '8s' } } });
    const session = new TerminalSession(['run', '--format', 'json'], {
      cwd,
      columns: 90,
      rows: 20,
    });
    await session.waitFor(/^memory {4}\d/);
    session.resize(40, 20);
    await session.waitFor(/^requests/);
    session.resize(24, 8);
    const { code, lines } = await session.end();
    expect(MEASURED).toContain(code);
    // If the screen was narrower when the view was drawn than when it is rewritten, a line of the view may stay.
    const leftOver = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('{')),
    );
    expect(leftOver.filter((line) => VIEW.test(line)).length).toBeLessThanOrEqual(2);
  });

  it('restores the cursor on Ctrl-C, once and twice', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, ENDLESS);
    for (const presses of [1, 2]) {
      const session = new TerminalSession(['run'], { cwd, columns: 80, rows: 24 });
      await session.waitFor(/^memory {4}\d/);
      session.pressCtrlC();
      await session.waitFor(/^Interrupted\./);
      if (presses === 2) session.pressCtrlC();
      const { code, lines, isCursorShown } = await session.end();
      expect(code, lines.join('\n')).toBe(130);
      expect(isCursorShown).toBe(true);
      expect(lines.filter((line) => VIEW.test(line))).toEqual([]);
    }
  });

  it('restores the screen on Ctrl-Z, and redraws when it continues', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, ENDLESS);
    const afterwards = 'echo stopped; read line; fg; exit $?';
    const session = new TerminalSession(['run'], { cwd, columns: 80, rows: 24, afterwards });
    await session.waitFor(/^memory {4}\d/);
    session.pressCtrlZ();
    await session.waitFor(/^stopped$/);
    expect(session.isCursorShown).toBe(true);
    expect(session.lines.filter((line) => VIEW.test(line))).toEqual([]);
    session.pressEnter();
    await session.waitFor(/^memory {4}\d/);
    expect(session.isCursorShown).toBe(false);
    session.pressCtrlC();
    const { code, isCursorShown } = await session.end();
    expect(code).toBe(130);
    expect(isCursorShown).toBe(true);
  });

  it.each([
    ['in a CI job', ['run'], { CI: 'true' }],
    ['on a terminal without cursor control', ['run'], { TERM: 'dumb' }],
    ['with --quiet', ['run', '--quiet'], {}],
  ])('moves no cursor %s', async (_case, args, env) => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...QUICK, phase: 'baseline' });
    const session = new TerminalSession(args, { cwd, columns: 100, rows: 30, env });
    const { code, text } = await session.end();
    expect(MEASURED).toContain(code);
    expect(text).not.toContain('\u001B[?25l');
    expect(text).not.toMatch(sequence('[AKJ]'));
    expect(text.includes('[1/1] baseline')).toBe(!args.includes('--quiet'));
  });

  it('uses no colors with NO_COLOR', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...QUICK, phase: 'baseline' });
    const env = { NO_COLOR: '1' };
    const session = new TerminalSession(['run'], { cwd, columns: 100, rows: 30, env });
    const { text } = await session.end();
    expect(text).toContain('\u001B[?25l');
    expect(text).not.toMatch(sequence('m'));
  });
});

describe('loadcell record of a process on a terminal', () => {
  it('draws the whole view, with the remaining time', async () => {
    const cwd = temporaryFolder();
    const args = ['record', '--pid', String(process.pid), '--duration', '6s'];
    const session = new TerminalSession(args, { cwd, columns: 90, rows: 24 });
    await session.waitFor(/░ .* s, ≥ .* s left$/);
    await session.waitFor(/^memory {4}\d.* now · peak .* · sampled at /);
    const { code, lines } = await session.end();
    expect(MEASURED).toContain(code);
    expect(lines[0]).toMatch(/^\[1\/1\] record done in /);
    expect(lines.filter((line) => VIEW.test(line))).toEqual([]);
  });
});

describe('loadcell run in a pipe', () => {
  it('writes lines, and no control sequences', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...QUICK, phase: 'baseline' });
    const { code, stderr } = await runLoadcell(['run', '--verbose'], { cwd });
    expect(MEASURED).toContain(code);
    expect(stderr).toMatch(/^Engine: .*\n\[1\/1\] baseline\n/);
    expect(stderr).toContain('  sequential requests\n');
    expect(stderr).not.toContain('\u001B');
  });
});
