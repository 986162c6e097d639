import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const house = path.join(rootDir, 'scripts', 'house.mjs');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-house-'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** What the check reports about the files written so far. */
function check(): { status: number | null; lines: string[] } {
  execFileSync('git', ['add', '--all'], { cwd: folder });
  const { status, stderr } = spawnSync(process.execPath, [house, folder], { encoding: 'utf8' });
  return { status, lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('the check of the house', () => {
  it('passes a tree with small files, small folders and plain words', () => {
    write('packages/core/src/a.ts', `import { b } from './b.ts';\nexport const a = b;\n`);
    write('packages/core/src/b.ts', `export const b = 'the server reset the connection';\n`);
    expect(check()).toEqual({ status: 0, lines: [] });
  });

  it('reports folders with more than 20 files, except recorded data', () => {
    for (let index = 0; index < 21; index += 1) {
      write(`packages/core/src/room/file-${index}.ts`, 'export {};\n');
      write(`test/fixtures/server/${index}.http`, '');
    }
    expect(check().lines).toEqual([
      'packages/core/src/room: 21 files; split it, at most 20 fit',
      '1 problem in the house',
    ]);
  });

  it('reports files over 250 lines, and tests over 400', () => {
    const long = (lines: number): string => 'export {};\n'.repeat(lines);
    write('packages/core/src/long.ts', long(251));
    write('packages/core/src/full.ts', long(250));
    write('packages/core/test/long.test.ts', long(401));
    write('packages/core/test/full.test.ts', long(400));
    write('native/src/long.cc', '\n'.repeat(251));
    expect(check().lines.toSorted()).toEqual([
      '3 problems in the house',
      'native/src/long.cc: 251 lines; split it, at most 250 fit',
      'packages/core/src/long.ts: 251 lines; split it, at most 250 fit',
      'packages/core/test/long.test.ts: 401 lines; split it, at most 400 fit',
    ]);
  });

  it('reports circles of imports, including type imports', () => {
    write('packages/core/src/a.ts', `import type { B } from './b.ts';\nexport type A = B;\n`);
    write('packages/core/src/b.ts', `export { type A as B } from './a.ts';\n`);
    expect(check().lines[0]).toBe(
      'circle of imports: packages/core/src/a.ts, packages/core/src/b.ts',
    );
  });

  it.each([
    ['packages/cli/src/a.ts', `console.log('the server tells nothing');\n`, 1, 'tells'],
    ['packages/core/src/a.ts', '\nexport const a = `${1} requests at once`;\n', 2, 'at once'],
    ['native/src/a.cc', 'throw Error("nobody is there");\n', 1, 'nobody'],
    ['README.md', 'Text.\n\nRequests under way.\n', 3, 'under way'],
    ['docs/guide/load.md', 'Text.\n\nRequests under way.\n', 3, 'under way'],
    ['docs/quick-start.md', 'Requests under way.\n', 1, 'under way'],
  ])('reports a banned word in %s', (file, text, line, word) => {
    write(file, text);
    expect(check().lines[0]).toMatch(new RegExp(`^${file}:${line}: "${word}": write `));
  });

  it.each([
    ['packages/core/src/a.ts', `// what it tells at once\nexport const tells = 'tells';\n`],
    ['packages/core/test/a.test.ts', `export const a = 'what it tells at once';\n`],
    ['README.md', 'Run `loadcell tell`.\n\n```\nit tells at once\n```\n'],
  ])('allows banned words in comments, names, tests and code: %s', (file, text) => {
    write(file, text);
    expect(check()).toEqual({ status: 0, lines: [] });
  });
});

describe('the map', () => {
  const MAP = path.join(rootDir, 'scripts', 'map.mjs');
  const PAGE = 'ARCHITECTURE.md';

  function draw(...args: string[]): { status: number | null; stderr: string } {
    execFileSync('git', ['add', '--all'], { cwd: folder });
    const { status, stderr } = spawnSync(process.execPath, [MAP, folder, ...args], {
      encoding: 'utf8',
    });
    return { status, stderr };
  }

  it('of this repository matches its imports', () => {
    const { stderr } = spawnSync(process.execPath, [MAP, '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  it('draws rooms, and no arrow that a longer path implies', () => {
    const core = 'packages/core/src';
    write(`${core}/top/a.ts`, `import '../low/c.ts';\nexport type { B } from '../middle/b.ts';\n`);
    write(`${core}/middle/b.ts`, `export const b = () => import('../low/c.ts');\n`);
    write(`${core}/low/c.ts`, 'export {};\n');
    write('packages/cli/src/main.ts', `import '@loadcell/core';\n`);
    write(`${core}/index.ts`, `import './top/a.ts';\n`);
    write(
      PAGE,
      'before\n\n<!-- The map is drawn by `npm run map`. -->\n<!-- End of the map. -->\nafter\n',
    );
    expect(draw('--check')).toMatchObject({ status: 1 });
    expect(draw()).toEqual({ status: 0, stderr: '' });
    expect(draw('--check')).toEqual({ status: 0, stderr: '' });
    const page = readFileSync(path.join(folder, PAGE), 'utf8');
    expect(page.match(/\w+ --> \w+/g)).toEqual([
      'cli --> core_index_ts',
      'core_index_ts --> core_top',
      'core_middle --> core_low',
      'core_top --> core_middle',
    ]);
    expect(page).toContain('Longest way: cli → core/index.ts → core/top → core/middle → core/low.');
    expect(page).toMatch(/^before\n[^]*\nafter\n$/);
  });
});
