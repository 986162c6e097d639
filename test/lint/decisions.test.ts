import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const folder = 'docs/decisions';
const INDEX = 'README.md';
const MOST_FILES = 30;
const TEXT = /\.(?:md|ts|mjs|js|cjs|c|cc|h|py|json|jsonc|yml|yaml|gypi?)$/;

/** Installed, built or recorded files, which mention no decision. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'build', 'dist', 'prebuilds', 'fixtures']);

const files = readdirSync(path.join(rootDir, folder));
const pages = files.filter((file) => file !== INDEX);
const index = read(path.join(folder, INDEX));
const [current = '', past = ''] = index.split('## Past numbers');

describe('decisions', () => {
  it(`are at most ${String(MOST_FILES)} files, each named by number and subject`, () => {
    expect(files.length).toBeLessThanOrEqual(MOST_FILES);
    expect(pages.filter((page) => !/^\d{4}-[a-z0-9-]+\.md$/.test(page))).toEqual([]);
    expect(new Set(pages.map(numberOf)).size).toBe(pages.length);
  });

  it.each(pages)('%s is listed in the index by its title', (page) => {
    const title = /^# (.+)$/m.exec(read(path.join(folder, page)))?.[1] ?? '';

    expect(title).toMatch(new RegExp(`^${String(numberOf(page))}\\. `));
    expect(current.replaceAll(/\s+/g, ' ').split(`[${title}](${page}):`).length).toBe(2);
  });

  it('list past numbers with the page that replaced each', () => {
    const rows = past.split('\n').filter((line) => /^\| \d/.test(line));
    const numbers = rows.map((row) => Number(/\d+/.exec(row)?.[0]));

    expect(rows.filter((row) => !row.includes('.md)'))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => pages.some((page) => numberOf(page) === number))).toEqual([]);
  });

  it('exist wherever a file links to one or mentions its number', () => {
    const mentions = textFiles().flatMap(mentionsIn);

    expect(mentions.length).toBeGreaterThan(pages.length);
    expect(
      mentions.flatMap(({ file, text, isRight }) => (isRight ? [] : [`${file}: ${text}`])),
    ).toEqual([]);
  });
});

interface Mention {
  readonly file: string;
  readonly text: string;
  readonly isRight: boolean;
}

/** Paths of pages, links between pages, and numbers such as "decision 22". */
function mentionsIn(file: string): Mention[] {
  const text = read(file);
  const paths = matches(text, /docs\/decisions\/[\w.-]*\w/g).map(([found]) => ({
    file,
    text: found,
    isRight: existsSync(path.join(rootDir, found)),
  }));
  const numbers = matches(text, /\bdecisions? (\d+)\b/gi).map(([found, number]) => ({
    file,
    text: found,
    isRight: pages.some((page) => numberOf(page) === Number(number)),
  }));
  const links = matches(text, /\[(?:decision )?(\d+)[^\]]*\]\(([^)]*\d{4}-[^)]*\.md)\)/gi).map(
    ([found, number, target = '']) => ({
      file,
      text: found,
      isRight:
        existsSync(path.join(rootDir, path.dirname(file), target)) &&
        numberOf(path.basename(target)) === Number(number),
    }),
  );
  return [...paths, ...numbers, ...links];
}

function matches(text: string, pattern: RegExp): RegExpExecArray[] {
  return [...text.matchAll(pattern)];
}

function numberOf(page: string): number {
  return Number(page.slice(0, 4));
}

function read(file: string): string {
  return readFileSync(path.join(rootDir, file), 'utf8');
}

function textFiles(): string[] {
  const tops = readdirSync(rootDir).filter(
    (name) => !name.startsWith('.') && !SKIPPED_FOLDERS.has(name),
  );
  return tops
    .flatMap((top) =>
      statSync(path.join(rootDir, top)).isDirectory()
        ? readdirSync(path.join(rootDir, top), { recursive: true, encoding: 'utf8' }).map((file) =>
            path.join(top, file),
          )
        : [top],
    )
    .filter(
      (file) => TEXT.test(file) && !file.split(path.sep).some((part) => SKIPPED_FOLDERS.has(part)),
    )
    .filter((file) => statSync(path.join(rootDir, file)).isFile());
}
