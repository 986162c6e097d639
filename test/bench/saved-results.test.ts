import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../e2e/support/run-folder.ts';
import { runBench, runBenchIn } from './support/run-bench.ts';
import { writeResult } from './support/saved-results.ts';
import { readSuiteReport } from './support/suite-report.ts';

const PAINT = ['live', '--quick', '--json', '--section', 'paint'];

const CommitSchema = z.object({ hash: z.string(), isDirty: z.boolean() });
const SavedSchema = z.object({ commit: CommitSchema.nullable() });
const ComparedSchema = z.object({
  comparison: z.object({
    base: z.object({ file: z.string() }),
    counts: z.record(z.string(), z.int()),
  }),
});

function filesIn(root: string, suite: string): string[] {
  return readdirSync(path.join(root, suite)).map((name) => path.join(root, suite, name));
}

/** A repository with one commit, by the variables that lead git to it. */
function repository() {
  const tree = temporaryFolder();
  const env = { GIT_DIR: path.join(tree, '.git'), GIT_WORK_TREE: tree };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: tree,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  writeFileSync(path.join(tree, 'file'), 'one');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  return { env, tree, hash: git('rev-parse', 'HEAD') };
}

describe('a saved result', () => {
  it('holds the figures of the report, and compares as equal with itself', async () => {
    const root = temporaryFolder();
    const measured = await runBench(...PAINT, '--save', '--results', root);
    expect(measured.code, measured.stderr).toBe(0);
    const report = readSuiteReport(measured.stdout, 'live', ['paint']);
    const [file = ''] = filesIn(root, 'live');
    expect(measured.stderr).toContain(`Saved: ${file}\n`);

    const opened = await runBench(
      ...PAINT,
      '--results',
      root,
      '--from',
      'latest',
      '--against',
      file,
    );
    expect(opened.code, opened.stderr).toBe(0);
    const { comparison, ...saved } = JSON.parse(opened.stdout);
    const rounded = { ...report, durationMs: Math.round(report.durationMs) };
    const [section] = report.sections;
    expect(saved).toEqual({
      ...rounded,
      command: saved.command,
      sections: [{ ...section, durationMs: Math.round(section?.durationMs ?? 0) }],
    });
    expect(comparison.counts).toMatchObject({ equal: section?.figures.length, inconclusive: 0 });
  });

  it('is what the next run compares with, before that run is saved', async () => {
    const root = temporaryFolder();
    await runBench(...PAINT, '--save', '--results', root);
    const [first = ''] = filesIn(root, 'live');
    const again = await runBench(...PAINT, '--save', '--results', root, '--against');
    expect(again.code, again.stderr).toBe(0);
    const { comparison } = ComparedSchema.parse(JSON.parse(again.stdout));
    expect(comparison.base.file).toBe(first);
    expect(filesIn(root, 'live')).toHaveLength(2);
  });

  it('names no host, no user and no path of the machine', async () => {
    const root = temporaryFolder();
    await runBench(...PAINT, '--save', '--results', root);
    const text = readFileSync(filesIn(root, 'live')[0] ?? '', 'utf8');
    for (const place of [root, process.cwd(), os.homedir(), os.tmpdir()]) {
      expect(text).not.toContain(`${place}/`);
    }
    expect(text).not.toContain(`"${os.hostname()}"`);
  });

  it('holds the commit, and whether files differed from it', async () => {
    const { env, tree, hash } = repository();
    const root = temporaryFolder();
    const save = [...PAINT, '--save', '--results', root];
    await runBenchIn(env, ...save);
    expect(readSaved(filesIn(root, 'live')[0]).commit).toEqual({ hash, isDirty: false });

    writeFileSync(path.join(tree, 'file'), 'two');
    const { stderr } = await runBenchIn(env, ...save);
    const dirty = filesIn(root, 'live').find((file) => file.endsWith('-dirty.json'));
    expect(stderr).toContain(`Saved: ${dirty}\n`);
    expect(readSaved(dirty).commit).toEqual({ hash, isDirty: true });

    const { stdout } = await runBenchIn(
      env,
      'live',
      '--quick',
      '--results',
      root,
      '--from',
      hash,
      '--against',
      String(dirty),
    );
    expect(stdout).toContain(`Base: ${hash.slice(0, 8)} (dirty), `);
  });

  it('stays clean with saved results in the tree', async () => {
    const { env, tree, hash } = repository();
    const root = path.join(tree, 'bench', 'results');
    await runBenchIn(env, ...PAINT, '--save', '--results', root);
    await runBenchIn(env, ...PAINT, '--save', '--results', root);
    const commits = filesIn(root, 'live').map((file) => readSaved(file).commit);
    expect(commits).toEqual([
      { hash, isDirty: false },
      { hash, isDirty: false },
    ]);
  });
});

function readSaved(file = '') {
  return SavedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

describe('the result to compare with', () => {
  const later = '2026-11-29T13:00:00.000Z';

  async function baseOf(root: string, reference: string, ...options: string[]) {
    const from = writeResult(temporaryFolder(), 'now');
    const { stdout, stderr } = await runBench(
      'launch',
      '--json',
      '--results',
      root,
      '--from',
      from,
      '--against',
      reference,
      ...options,
    );
    expect(stderr).toBe('');
    return ComparedSchema.parse(JSON.parse(stdout)).comparison.base.file;
  }

  it('is the newest of the same mode for latest', async () => {
    const root = temporaryFolder();
    writeResult(root, 'z-older');
    const newest = writeResult(root, 'a-newer', { startedAt: later });
    const quick = writeResult(root, 'quick', { mode: 'quick', startedAt: later });
    expect(await baseOf(root, 'latest')).toBe(newest);
    expect(await baseOf(root, 'latest', '--quick')).toBe(quick);
  });

  it('is the newest of a commit, by the start of its hash', async () => {
    const root = temporaryFolder();
    const commit = { hash: `b0b0${'c'.repeat(36)}`, isDirty: true };
    writeResult(root, 'one', { commit });
    const newest = writeResult(root, 'two', { commit, startedAt: later });
    writeResult(root, 'other', { startedAt: '2026-11-29T14:00:00.000Z' });
    expect(await baseOf(root, 'b0b0ccc')).toBe(newest);
  });

  it.each([
    ['a file that does not exist', ['--against', 'no-such.json'], '"no-such.json" does not exist'],
    ['a file that is not JSON', ['--against', 'text.json'], /^"\S+text.json" is not JSON$/],
    [
      'JSON that is not a result',
      ['--against', 'other.json'],
      /^"\S+other.json" is not a saved result: format: /,
    ],
    [
      'a result of another suite',
      ['--against', 'sampler.json'],
      /^"\S+sampler.json" is a result of sampler, not of launch$/,
    ],
    ['a folder', ['--against', '.'], /^cannot read "\S+": EISDIR/],
    [
      'a commit without a result',
      ['--against', 'abcd1234'],
      'no saved result of launch at commit "abcd1234"',
    ],
    ['no saved result at all', ['--against'], 'no saved result of launch'],
    [
      'saving what was saved',
      ['--save', '--from', 'x.json'],
      '--save cannot be combined with --from',
    ],
  ])('rejects %s in two lines, before anything is measured', async (_what, options, message) => {
    const root = temporaryFolder();
    const file = writeResult(root, 'good');
    const sampler = readFileSync(file, 'utf8').replace('"launch"', '"sampler"');
    for (const [name, text] of [
      ['text.json', 'no JSON'],
      ['other.json', '{"suite":"launch"}'],
      ['sampler.json', sampler],
    ]) {
      writeFileSync(path.join(root, String(name)), String(text));
    }
    const places = options.map((option) =>
      /^(?:text|other|sampler)\.json$|^\.$/.test(option) ? path.join(root, option) : option,
    );
    const args = ['launch', '--results', path.join(root, 'empty'), ...places];
    const { code, stdout, stderr } = await runBench(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [error = '', help, ...rest] = stderr.split('\n');
    expect(error).toMatch(/^error: /);
    expect(error.slice('error: '.length)).toMatch(message);
    expect(help).toMatch(/^help: \S/);
    expect(rest).toEqual(['']);
  });
});
