import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../../../src/target/process/launch/check-command.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

function writeProgram(folder: string, name: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

function check(name: string, searchPath: string): Promise<void> {
  return checkCommand(Buffer.from(name), searchPath);
}

describe('checkCommand', () => {
  it('accepts a name in a folder of PATH, and an executable path', async () => {
    const folder = temporaryFolder();
    const file = writeProgram(folder, 'tool');
    await expect(check('tool', `/nowhere:${folder}`)).resolves.toBeUndefined();
    await expect(check(file, '')).resolves.toBeUndefined();
  });

  it('finds a name that is not UTF-8', async () => {
    const folder = temporaryFolder();
    const name = Buffer.from([0x74, 0xff, 0x6c]);
    const file = Buffer.concat([Buffer.from(`${folder}/`), name]);
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
    await expect(checkCommand(name, folder)).resolves.toBeUndefined();
    await expect(checkCommand(file, '')).resolves.toBeUndefined();
  });

  it('rejects a missing command, with advice', async () => {
    await expect(check('tool', temporaryFolder())).rejects.toThrow(
      /"tool" was not found: no folder of PATH/,
    );
    await expect(check('./no/tool', '')).rejects.toThrow('no such file');
    await expect(check('', '/bin')).rejects.toThrow('was not found');
  });

  it('rejects a folder, and skips one in PATH', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tool'));
    await expect(check(join(folder, 'tool'), '')).rejects.toThrow('it is a folder');
    await expect(check('tool', folder)).rejects.toThrow('was not found');
  });

  it('rejects a file without execute permission', async () => {
    const folder = temporaryFolder();
    const file = writeProgram(folder, 'tool', 0o644);
    await expect(check(file, '')).rejects.toThrow('chmod +x');
    await expect(check('tool', folder)).rejects.toThrow(`"${file}" cannot be run`);
    // Takes an executable further on in PATH, as a shell does.
    const other = temporaryFolder();
    writeProgram(other, 'tool');
    await expect(check('tool', `${folder}:${other}`)).resolves.toBeUndefined();
  });
});
