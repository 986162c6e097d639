import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  linkAtomically,
  writeChunksAtomically,
  writeFileAtomically,
} from '../../../src/stream/files/atomic-file.ts';
import { canMount, mountSmallFilesystem } from './small-filesystem.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('a file that is written atomically', () => {
  it('holds the new content, and nothing else is left in its folder', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.json');
    writeFileSync(path, 'old');
    await writeFileAtomically(path, 'new ü');
    expect(readFileSync(path, 'utf8')).toBe('new ü');
    expect(readdirSync(folder)).toEqual(['results.json']);
  });

  it('is never seen half-written while it is replaced again and again', async () => {
    const path = join(temporaryFolder(), 'results.json');
    const contents = ['a'.repeat(300_000), 'b'.repeat(200_000)];
    await writeFileAtomically(path, contents[0] ?? '');
    const seen = new Set<string>();
    const written = (async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await writeFileAtomically(path, contents[turn % 2] ?? '');
      }
      return 'written';
    })();
    const nextTurn = (): Promise<string> =>
      new Promise((resolve) => setImmediate(() => resolve('writing')));
    while ((await Promise.race([written, nextTurn()])) === 'writing') {
      seen.add(readFileSync(path, 'utf8'));
    }
    expect(seen.size).toBeGreaterThan(0);
    expect([...seen].filter((content) => !contents.includes(content))).toEqual([]);
  });

  it('is whole also when two write it concurrently', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.json');
    const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(readFileSync(path, 'utf8'));
    expect(readdirSync(folder)).toEqual(['results.json']);
  });

  it('leaves nothing behind when its chunks fail before the file is open', async () => {
    const folder = temporaryFolder();
    const failing = {
      [Symbol.iterator]: (): Iterator<string> => {
        throw new Error('no chunks');
      },
    };
    // The file of some of these opens later than its chunks fail.
    const writes = Array.from({ length: 50 }, (_, index) =>
      writeChunksAtomically(join(folder, `${index}.txt`), failing, { isCompressed: false }),
    );
    const settled = await Promise.allSettled(writes);
    expect(new Set(settled.map(({ status }) => status))).toEqual(new Set(['rejected']));
    // A file that was still to be opened would be by now: all share one pool of threads.
    await writeFileAtomically(join(folder, 'last.txt'), '');
    expect(readdirSync(folder)).toEqual(['last.txt']);
  });

  it('is not there at all when it cannot take its name, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.json');
    mkdirSync(path);
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow('EISDIR');
    expect(readdirSync(folder)).toEqual(['results.json']);
  });

  it.skipIf(!canMount())('keeps its old content when the disk fills up half way', async () => {
    const disk = await mountSmallFilesystem(64 * 1024);
    onTestFinished(() => disk.remove());
    const path = join(disk.path, 'results.json');
    await writeFileAtomically(path, 'old');
    await expect(writeFileAtomically(path, 'n'.repeat(200 * 1024))).rejects.toThrow('ENOSPC');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(disk.path)).toEqual(['results.json']);
  });
});

describe('a link that is set atomically', () => {
  it('is made, and moved in one step', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'latest');
    await linkAtomically('first', path);
    expect(readlinkSync(path)).toBe('first');
    await linkAtomically('second', path);
    expect(readlinkSync(path)).toBe('second');
    expect(readdirSync(folder)).toEqual(['latest']);
  });

  it('may point at nothing', async () => {
    const path = join(temporaryFolder(), 'latest');
    await linkAtomically('nowhere', path);
    expect(existsSync(path)).toBe(false);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });

  it('is set also when an earlier process was killed while it set one', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'latest');
    symlinkSync('left over', `${path}.${process.pid}.partial`);
    await linkAtomically('next', path);
    expect(readlinkSync(path)).toBe('next');
  });

  it('is one of those that were set concurrently', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'latest');
    const targets = Array.from({ length: 8 }, (_, index) => `run-${index}`);
    await Promise.all(targets.map((target) => linkAtomically(target, path)));
    expect(targets).toContain(readlinkSync(path));
    expect(readdirSync(folder)).toEqual(['latest']);
  });
});
