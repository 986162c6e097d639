import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { MachineReportSchema, PURPOSE_NAMES } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './support/run-folder.ts';
import { LOADCELL, runLoadcell, startProgram } from './support/run-loadcell.ts';

describe('the built command', () => {
  it('prints help without loading the library', async () => {
    const cwd = temporaryFolder();
    const hooks = `export const resolve = (specifier, context, next) => {
      if (specifier.startsWith('@loadcell/') || specifier === 'jiti') throw new Error('loaded ' + specifier);
      return next(specifier, context);
    };`;
    writeFileSync(path.join(cwd, 'hooks.mjs'), hooks);
    writeFileSync(
      path.join(cwd, 'register.mjs'),
      `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);`,
    );
    const call = (...args: string[]) =>
      startProgram(process.execPath, ['--import', './register.mjs', LOADCELL, ...args], { cwd })
        .finished;
    expect(await call('--help')).toMatchObject({ code: 0, stderr: '' });
    expect(await call('run', '--help')).toMatchObject({ code: 0, stderr: '' });
    // Proof that the hooks work: a command that needs the library fails with them.
    expect((await call('doctor')).stderr).toContain('loaded @loadcell/core');
  });

  it('reports that this machine can run measurements', async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await runLoadcell(['doctor', '--json'], { cwd });
    expect(MachineReportSchema.parse(JSON.parse(stdout))).toMatchObject({
      ready: true,
      purposes: PURPOSE_NAMES.map((purpose) => ({ purpose, ready: true })),
    });
    expect(code).toBe(0);
  });

  it('examines the machine for one purpose, without what only others need', async () => {
    const { code, stdout } = await runLoadcell(['doctor', '--for', 'server', '--json'], {
      cwd: temporaryFolder(),
    });
    const { purposes, checks } = MachineReportSchema.parse(JSON.parse(stdout));
    expect(purposes).toMatchObject([{ purpose: 'server', ready: true, limits: [] }]);
    expect(checks.map(({ name }) => name)).not.toContain('engine llama-cpp');
    expect(code).toBe(0);
  });

  it('exits the doctor with 3 and a remedy where a run cannot work', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'file'), '');
    const { code, stdout } = await runLoadcell(['doctor', '--output-dir', 'file/results'], {
      cwd,
    });
    expect(code).toBe(3);
    expect(stdout).toMatch(/PROBLEM +output directory.*\n +-> .*--output-dir/);
  });

  it('continues when the reader of its output closes the pipe', async () => {
    const cwd = temporaryFolder();
    const script = `node "$0" doctor | true; exit "\${PIPESTATUS[0]}"`;
    const { code, stderr } = await startProgram('bash', ['-c', script, LOADCELL], { cwd }).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('fails when its output could not be written', async () => {
    const cwd = temporaryFolder();
    const script = 'node "$0" --help > /dev/full';
    const { code, stderr } = await startProgram('bash', ['-c', script, LOADCELL], { cwd }).finished;
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error: cannot write stdout: ENOSPC[^\n]*\n$/);
  });
});
