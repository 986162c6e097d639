import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { readTextFile } from '../../src/spec/text-file.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

function read(bytes: Uint8Array): Promise<string> {
  const file = path.join(temporaryFolder(), 'prompts.jsonl');
  writeFileSync(file, bytes);
  return readTextFile(file, { help: 'check the path' });
}

const MARK = '\uFEFF';

describe('readTextFile', () => {
  it('reads UTF-8, without its byte order mark', async () => {
    expect(await read(Buffer.from('"Où?"\r\n'))).toBe('"Où?"\r\n');
    expect(await read(Buffer.from(`${MARK}"Où?"`))).toBe('"Où?"');
    expect(await read(Buffer.alloc(0))).toBe('');
  });

  it.each([
    ['UTF-16', Buffer.from(`${MARK}"Why?"`, 'utf16le')],
    ['UTF-16', Buffer.from(`${MARK}"Why?"`, 'utf16le').swap16()],
    ['not valid UTF-8', Buffer.from('"Où?"', 'latin1')],
  ])('rejects a file that is %s', async (what, bytes) => {
    await expect(read(bytes)).rejects.toThrow(ConfigError);
    await expect(read(bytes)).rejects.toThrow(
      new RegExp(`^".*prompts\\.jsonl" is ${what}\\. Save the file as UTF-8\\.$`),
    );
  });

  it('names a file that cannot be read, and the reason of the system', async () => {
    const naming = { what: 'the configuration', help: 'check the path' };
    await expect(readTextFile('/nowhere/c.json', naming)).rejects.toMatchObject({
      code: 'CONFIG',
      summary: 'cannot read the configuration /nowhere/c.json: ENOENT: no such file or directory',
      help: 'check the path',
    });
  });
});
