import { closeSync, mkdirSync, openSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsedFiles } from '../../../src/collector/page-cache/used-files.ts';
import { startPython } from '../python-process.ts';
import { MEBIBYTE, scratchFile, scratchFolder } from './scratch-file.ts';

const LARGE = MEBIBYTE + 1;

/** A process that has some files open and maps others, until the test is over. */
async function startUser(opened: readonly string[], mapped: readonly string[]): Promise<number> {
  const program = [
    'import mmap, os, sys',
    'opened, mapped = sys.argv[1].split("|"), sys.argv[2].split("|")',
    'files = [os.open(p, os.O_RDONLY) for p in opened if p]',
    'maps = []',
    'for p in mapped:',
    '  f = os.open(p, os.O_RDONLY)',
    '  maps.append(mmap.mmap(f, 0, prot=mmap.PROT_READ))',
    '  os.close(f)',
    'print("ready", flush=True)',
    'sys.stdin.read()',
  ].join('\n');
  return await startPython(program, [opened.join('|'), mapped.join('|')]);
}

interface FakeProcess {
  readonly maps?: readonly string[];
  readonly fds?: readonly string[];
  readonly mountNamespace?: string;
  readonly root?: string;
}

/** A folder like /proc with processes in it; 1 is this process. */
function fakeProc(processes: Readonly<Record<string, FakeProcess>>): string {
  const proc = scratchFolder();
  for (const [pid, process] of Object.entries<FakeProcess>({ self: {}, ...processes })) {
    const { maps = [], fds = [], mountNamespace = 'mnt:[1]', root = '/' } = process;
    const folder = path.join(proc, pid);
    mkdirSync(path.join(folder, 'ns'), { recursive: true });
    mkdirSync(path.join(folder, 'fd'));
    symlinkSync(mountNamespace, path.join(folder, 'ns/mnt'));
    symlinkSync(root, path.join(folder, 'root'));
    const lines = maps.map((file) => `7f00-7f01 r--p 00000000 fe:00 12        ${file}\n`);
    writeFileSync(path.join(folder, 'maps'), lines.join(''));
    fds.forEach((file, index) => symlinkSync(file, path.join(folder, 'fd', String(index))));
  }
  return proc;
}

describe('UsedFiles', () => {
  it('finds files that a process maps or has open, its program included, but no small or deleted file', async () => {
    const folder = scratchFolder();
    const make = (name: string, bytes = LARGE): string => scratchFile(bytes, name, folder);
    const [open, mapped, small] = [make('open'), make('mapped weights'), make('small', MEBIBYTE)];
    const gone = make('gone');
    const pid = await startUser([open, small, gone], [mapped]);
    unlinkSync(gone);
    const used = new UsedFiles();
    await used.look([pid]);
    expect(used.files.filter((file) => file.startsWith(folder))).toEqual([mapped, open]);
    expect(used.files.join()).toMatch(/python/);
    expect(used.missing).toEqual([]);
  });

  it('keeps files closed since an earlier look', async () => {
    const [first, second] = [scratchFile(LARGE), scratchFile(LARGE)];
    const used = new UsedFiles();
    for (const file of [first, second]) {
      const descriptor = openSync(file, 'r');
      await used.look([process.pid]);
      closeSync(descriptor);
    }
    expect(used.files).toEqual(expect.arrayContaining([first, second]));
  });

  it('excludes files that Loadcell itself maps', async () => {
    const used = new UsedFiles();
    await used.look([process.pid]);
    expect(used.files).not.toContain(process.execPath);
  });

  it('reads paths with spaces, and with line ends escaped by the kernel', async () => {
    const folder = scratchFolder();
    const [spaced, broken] = [
      scratchFile(LARGE, 'a b', folder),
      scratchFile(LARGE, 'a\nb', folder),
    ];
    const maps = [
      spaced,
      broken.replace('\n', '\\012'),
      '[heap]',
      '/dev/zero',
      '/memfd:x (deleted)',
    ];
    const used = new UsedFiles(fakeProc({ 7: { maps, fds: ['socket:[1]', '/dev/null'] } }));
    await used.look([7]);
    expect(used.files).toEqual([broken, spaced]);
  });

  it('skips a process that has ended', async () => {
    const file = scratchFile(LARGE);
    const used = new UsedFiles(fakeProc({ 8: { maps: [file] } }));
    await used.look([7, 8]);
    expect(used.files).toEqual([file]);
    expect(used.missing).toEqual([]);
  });

  it.each([
    ['another mount namespace', { mountNamespace: 'mnt:[2]' }],
    ['another root folder', { root: '/srv/jail' }],
  ])('does not mistake paths in %s for local files', async (_what, process) => {
    const used = new UsedFiles(fakeProc({ 7: { maps: [scratchFile(LARGE)], ...process } }));
    await used.look([7]);
    await used.look([7]);
    expect(used.files).toEqual([]);
    expect(used.missing).toEqual(['process 7 runs in another mount namespace or root folder']);
  });
});
