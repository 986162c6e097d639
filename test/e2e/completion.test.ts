import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './support/run-folder.ts';
import { runLoadcell, startProgram } from './support/run-loadcell.ts';

/** A shell that expands this name would make a file called `pwned`. */
const ODD_NAME = '2026-b $(touch pwned)';

const RUNS = ['2026-a', ODD_NAME, 'latest'];

function support(file: string): string {
  return fileURLToPath(new URL(`./support/shells/${file}`, import.meta.url));
}

/** A working directory with two runs and the completion script of a shell. */
async function folderWithScript(shell: string): Promise<{ cwd: string; script: string }> {
  const cwd = temporaryFolder();
  const results = path.join(cwd, 'loadcell-results');
  for (const run of ['2026-a', ODD_NAME]) mkdirSync(path.join(results, run), { recursive: true });
  symlinkSync('2026-a', path.join(results, 'latest'));
  const { code, stdout } = await runLoadcell(['completion', shell], { cwd });
  expect(code).toBe(0);
  const script = path.join(cwd, 'script');
  writeFileSync(script, stdout);
  return { cwd, script };
}

/** Runs a shell to its end. */
async function runShell(
  command: readonly [string, ...string[]],
  { cwd, script }: { readonly cwd: string; readonly script: string },
): Promise<string> {
  const [program, ...args] = command;
  const { finished } = startProgram(program, args, { cwd, env: { SCRIPT: script, HOME: cwd } });
  const { code, stdout, stderr } = await finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(existsSync(path.join(cwd, 'pwned'))).toBe(false);
  return stdout;
}

/** Whether a shell is not installed. */
function lacks(shell: string): boolean {
  return spawnSync(shell, ['--version']).error !== undefined;
}

/** Completions that every shell offers: the words of a line, and all completions of the last one. */
const OFFERED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['re'], ['record', 'report']],
  [
    ['report', '2026-'],
    ['2026-a', ODD_NAME],
  ],
  [['compare', 'latest', 'la'], ['latest']],
  [['run', '--pha'], ['--phase']],
  [
    ['run', '--phase', ''],
    ['baseline', 'cross-model', 'load'],
  ],
  [
    ['report', 'latest', '--format', 'j'],
    ['json', 'junit'],
  ],
  [
    ['--color', 'a'],
    ['always', 'auto'],
  ],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
];

describe('loadcell completion', () => {
  it.skipIf(lacks('bash'))('completes in bash (skipped where bash is not installed)', async () => {
    const made = await folderWithScript('bash');
    const complete = async (words: readonly string[]): Promise<string[]> => {
      const shell = ['bash', '--norc', support('complete.bash'), 'loadcell', ...words] as const;
      const printed = await runShell(shell, made);
      return printed.split('\n').filter((line) => line !== '');
    };
    for (const [words, offered] of OFFERED) {
      const plain = (await complete(words)).map((line) => line.replaceAll('\\', ''));
      expect(plain.toSorted(), words.join(' ')).toEqual(offered);
    }
    // bash gives --format=c as three words, and leaves an empty list to its completion of files.
    expect(await complete(['export', 'latest', '--format', '=', 'c'])).toEqual(['csv']);
    expect(await complete(['run', '--dataset', ''])).toEqual([]);
    expect(await complete(['record', '--', 'mkfif'])).toContain('mkfifo');
  });

  it.skipIf(lacks('fish'))('completes in fish (skipped where fish is not installed)', async () => {
    const made = await folderWithScript('fish');
    const complete = async (line: string): Promise<string[]> => {
      const source = 'source $SCRIPT; complete -C $argv[1]';
      const printed = await runShell(['fish', '--no-config', '-c', source, line], made);
      return printed
        .split('\n')
        .flatMap((one) => (one === '' ? [] : [one.split('\t')[0] ?? '']))
        .filter((one) => !one.endsWith('/'));
    };
    for (const [words, offered] of OFFERED) {
      const line = ['loadcell', ...words].join(' ');
      expect((await complete(line)).toSorted(), line).toEqual(offered);
    }
    expect((await complete('loadcell export ')).toSorted()).toEqual(RUNS);
    expect(await complete('loadcell run --dataset s')).toContain('script');
  });

  it.skipIf(lacks('zsh'))(
    'completes in an interactive zsh (skipped where zsh is not installed)',
    async () => {
      const made = await folderWithScript('zsh');
      const lines = [
        ...OFFERED.map(([words]) => ['loadcell', ...words].join(' ')),
        'loadcell report 2026-b',
        'loadcell export latest --format=c',
        'loadcell record -- mkfif',
      ];
      const printed = await runShell(['zsh', '-f', support('complete.zsh'), ...lines], made);
      const shown = stripVTControlCharacters(printed).split('>>END');
      for (const [index, [words, offered]] of OFFERED.entries()) {
        const text = shown[index]?.replaceAll('\\', '');
        for (const one of offered) expect(text, words.join(' ')).toContain(one);
      }
      const completed = shown
        .slice(OFFERED.length)
        .map((text) => text.split('<<').at(-1)?.trimEnd());
      expect(completed.slice(0, 3)).toEqual([
        String.raw`loadcell report 2026-b\ \$\(touch\ pwned\)`,
        'loadcell export latest --format=csv',
        'loadcell record -- mkfifo',
      ]);
    },
  );

  it('rejects another shell', async () => {
    const { code, stderr } = await runLoadcell(['completion', 'fishy']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "fish"?');
  });
});
