import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveCommand } from '../../src/record/resolve-command.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

function writeProgram(folder: string, name: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

describe('resolveCommand', () => {
  it('leaves a name that a shell finds, and a path that can be run, as they are', async () => {
    const folder = temporaryFolder();
    const file = writeProgram(folder, 'tool');
    expect(await resolveCommand('tool', `/nowhere:${folder}`)).toBe('tool');
    expect(await resolveCommand(file, '')).toBe(file);
  });

  it('gives the path of a name that a shell would take for an option', async () => {
    const folder = temporaryFolder();
    const file = writeProgram(folder, '-tool');
    expect(await resolveCommand('-tool', folder)).toBe(file);
  });

  it('refuses what is not there, with advice', async () => {
    await expect(resolveCommand('tool', temporaryFolder())).rejects.toThrow(
      /"tool" was not found: no folder of PATH/,
    );
    await expect(resolveCommand('./no/tool', '')).rejects.toThrow('there is no such file');
    await expect(resolveCommand('', '/bin')).rejects.toThrow('was not found');
  });

  it('refuses a folder, and passes over one in PATH', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tool'));
    await expect(resolveCommand(join(folder, 'tool'), '')).rejects.toThrow('it is a folder');
    await expect(resolveCommand('tool', folder)).rejects.toThrow('was not found');
  });

  it('says of a file that may not be executed that it may not', async () => {
    const folder = temporaryFolder();
    const file = writeProgram(folder, 'tool', 0o644);
    await expect(resolveCommand(file, '')).rejects.toThrow('chmod +x');
    await expect(resolveCommand('tool', folder)).rejects.toThrow(`"${file}" cannot be run`);
    // One further on in PATH that may be run is taken, as a shell does.
    const other = temporaryFolder();
    writeProgram(other, 'tool');
    expect(await resolveCommand('tool', `${folder}:${other}`)).toBe('tool');
  });
});
