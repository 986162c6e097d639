import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/main.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function call(args: readonly string[], folder?: string) {
  const terminal = new FakeTerminal(folder);
  const code = await runCommandLine(args, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

describe('runCommandLine', () => {
  it('prints help and version on stdout and passes', async () => {
    expect(await call(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect((await call(['run', '--help'])).stdout).toContain('--max-memory <amount>');
    expect((await call(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints the help without a command', async () => {
    const { code, stdout, stderr } = await call([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Commands:');
  });

  it.each([
    [['runn'], 'unknown command "runn"; did you mean "run"?\nhelp: see loadcell --help'],
    [
      ['run', '--phasse', 'load'],
      'unknown option "--phasse"; did you mean "--phase"?\nhelp: see loadcell run --help',
    ],
    [['run', '--phase', 'lod'], 'did you mean "load"?'],
    [['run', '--timeout', '3GiB'], '--timeout: invalid duration "3GiB"'],
    [['run', 'gone.yaml'], 'gone.yaml'],
    [['report', '/nowhere/at/all'], 'is not a run directory'],
    [['report'], 'loadcell report needs <run-dir>\nhelp: see loadcell report --help'],
  ])('rejects %j with code 2, only on stderr', async (args, message) => {
    const { code, stdout, stderr } = await call(args, temporaryFolder());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it.each([
    [['run', '--json', '--format', 'md'], 'USAGE', /--json/],
    [['run', '--json', '--phasse', 'load'], 'USAGE', /--phase/],
    [['report', '/nowhere/at/all', '--json'], 'CONFIG', /is not a run directory/],
  ])('prints one JSON object when %j fails', async (args, code, message) => {
    const { code: exitCode, stdout, stderr } = await call(args, temporaryFolder());
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code, message: expect.stringMatching(message) },
      exitCode: 2,
    });
    expect(stderr).toMatch(/^error: /);
  });

  it('ignores --json after --, which belongs to the recorded command', async () => {
    const { stdout } = await call(['record', '--pid', '0', '--', 'tool', '--json']);
    expect(stdout).toBe('');
  });

  it('names the file with an invalid setting, and the nearest key', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'loadcell.config.yaml'), 'sampling:\n  hertz: 5\n');
    const { code, stderr } = await call(['run'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('loadcell.config.yaml');
    expect(stderr).toContain('did you mean "hz"?');
  });

  it('writes a configuration once and never overwrites it', async () => {
    const folder = temporaryFolder();
    expect((await call(['init'], folder)).code).toBe(0);
    const written = readFileSync(path.join(folder, 'loadcell.config.ts'), 'utf8');
    expect(written).toContain('export default defineConfig({');
    expect((await call(['init'], folder)).code).toBe(2);
    expect(readFileSync(path.join(folder, 'loadcell.config.ts'), 'utf8')).toBe(written);
  });
});
