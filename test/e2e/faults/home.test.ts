import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectTwoLines } from './expect-two-lines.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

const NO_CACHE = { XDG_CACHE_HOME: '' };

describe('a home that cannot hold a cache', () => {
  it('is named, with what to set instead', async () => {
    const cwd = temporaryFolder();
    const file = path.join(cwd, 'file');
    writeFileSync(file, '');
    expectTwoLines(await runLoadcell(['run'], { cwd, env: { ...NO_CACHE, HOME: file } }), {
      code: 3,
      error:
        /cannot create the tiny models in .*file\/\.cache\/loadcell\/models: ENOTDIR: not a dir/,
      help: /set XDG_CACHE_HOME to a writable folder with 64 MB free, or pass --model$/,
    });
    expectTwoLines(await runLoadcell(['run'], { cwd, env: { ...NO_CACHE, HOME: '' } }), {
      code: 3,
      error: /invalid home directory "": expected an absolute path$/,
      help: /set HOME, or XDG_CACHE_HOME/,
    });
  });

  it('is not needed to record', async () => {
    const cwd = temporaryFolder();
    const env = { ...NO_CACHE, HOME: '/nowhere' };
    const { code, stderr } = await runLoadcell(['record', '--', 'true'], { cwd, env });
    expect(code, stderr).toBe(0);
  });
});
