import { existsSync, readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { dropFromPageCache } from '../../../src/collector/page-cache/drop-from-page-cache.ts';
import { startPython } from '../python-process.ts';
import { MEBIBYTE, scratchFile, scratchFolder } from './scratch-file.ts';

const TMPFS = 0x01021994;

/** Files on tmpfs cannot be dropped: with temporary files there, these tests prove nothing. */
const isOnDisk = statfsSync(tmpdir()).type !== TMPFS;
const hasTmpfs = existsSync('/dev/shm') && statfsSync('/dev/shm').type === TMPFS;

/** Maps the first bytes of a file and touches them, until the test is over. */
async function mapInOther(file: string, bytes: number): Promise<number> {
  const program = [
    'import mmap, sys',
    'with open(sys.argv[1], "rb") as f: m = mmap.mmap(f.fileno(), int(sys.argv[2]), prot=mmap.PROT_READ)',
    'total = sum(m[::4096])',
    'print("mapped", flush=True)',
    'sys.stdin.read()',
  ].join('\n');
  return await startPython(program, [file, String(bytes)]);
}

describe.runIf(isOnDisk)('dropFromPageCache, for files on a disk', () => {
  it('drops files that were just written, and finds them cold until they are read', async () => {
    const files = [scratchFile(3 * MEBIBYTE), scratchFile(2 * MEBIBYTE)];
    const cold = {
      files,
      sizeBytes: 5 * MEBIBYTE,
      bytesBefore: 5 * MEBIBYTE,
      bytesAfter: 0,
      undroppable: [],
      isCold: true,
    };
    expect(await dropFromPageCache(files)).toEqual(cold);
    expect(await dropFromPageCache(files)).toEqual({ ...cold, bytesBefore: 0 });
    readFileSync(files[0] ?? '');
    expect(await dropFromPageCache(files)).toEqual({ ...cold, bytesBefore: 3 * MEBIBYTE });
  });

  it('reports the process that maps a file whose pages stay', async () => {
    const folder = scratchFolder();
    const [free, held] = [
      scratchFile(MEBIBYTE, 'free', folder),
      scratchFile(MEBIBYTE, 'held', folder),
    ];
    await dropFromPageCache([held]);
    const pid = await mapInOther(held, MEBIBYTE);
    const result = await dropFromPageCache([free, held]);
    expect(result).toMatchObject({
      bytesAfter: MEBIBYTE,
      undroppable: [
        { path: held, bytes: MEBIBYTE, reason: `is mapped by process ${pid} (python3)` },
      ],
      isCold: false,
      reason: `50.0% of the bytes stay in memory: ${held} is mapped by process ${pid} (python3)`,
    });
  });

  it('is cold if less than 1% stays, and still reports that file', async () => {
    const folder = scratchFolder();
    const held = scratchFile(MEBIBYTE, 'held', folder);
    await dropFromPageCache([held]);
    await mapInOther(held, MEBIBYTE);
    const result = await dropFromPageCache([held, scratchFile(128 * MEBIBYTE, 'weights', folder)]);
    expect(result.undroppable).toMatchObject([{ path: held }]);
    expect(result).toMatchObject({ bytesAfter: MEBIBYTE, isCold: true });
    expect(result.reason).toBeUndefined();
  });
});

describe('dropFromPageCache', () => {
  it.runIf(hasTmpfs)('reports that a file on tmpfs stays', async () => {
    const file = scratchFile(2 * MEBIBYTE, 'weights', scratchFolder('/dev/shm'));
    expect(await dropFromPageCache([file])).toMatchObject({
      bytesAfter: 2 * MEBIBYTE,
      isCold: false,
      reason: `100.0% of the bytes stay in memory: ${file} is on an in-memory file system, such as tmpfs`,
    });
  });

  it('skips files that do not exist, and is not cold without any', async () => {
    expect(await dropFromPageCache([path.join(scratchFolder(), 'gone')])).toEqual({
      files: [],
      sizeBytes: 0,
      bytesBefore: 0,
      bytesAfter: 0,
      undroppable: [],
      isCold: false,
      reason: 'there is no file to drop from memory',
    });
  });

  it('is not cold if a file cannot be checked, however much else was dropped', async () => {
    const result = await dropFromPageCache(['/dev/null', scratchFile(MEBIBYTE)]);
    expect(result.undroppable).toContainEqual({
      path: '/dev/null',
      bytes: Number.NaN,
      reason: 'cannot be dropped: /dev/null is not a regular file',
    });
    expect(result).toMatchObject({ sizeBytes: Number.NaN, bytesAfter: Number.NaN, isCold: false });
    expect(result.reason).toMatch(/^resident bytes unknown: \/dev\/null cannot be dropped/);
  });
});
