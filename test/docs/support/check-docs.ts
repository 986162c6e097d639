import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProgram } from '../../e2e/support/run-loadcell.ts';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

/** What the check of the documents reported. */
export interface DocsCheck {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** First lines of the problems: page, line, and what is wrong. */
  readonly problems: readonly string[];
}

/**
 * Checks a tree of pages.
 * @param pages texts by path
 * @param args arguments of the check; without any, the site is not built
 */
export async function checkDocs(
  pages: Readonly<Record<string, string>>,
  args: readonly string[] = ['--no-site'],
): Promise<DocsCheck> {
  const root = mkdtempSync(path.join(tmpdir(), 'loadcell-pages-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  symlinkSync(path.join(rootDir, 'node_modules'), path.join(root, 'node_modules'));
  for (const [file, text] of Object.entries(pages)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const script = path.join(rootDir, 'scripts/docs/check.mjs');
  const program = startProgram(process.execPath, [script, '--root', root, ...args], { cwd: root });
  const { code, stdout, stderr } = await program.finished;
  const problems = stderr.split('\n').filter((line) => /^\S+:\d+: /u.test(line));
  return { code, stdout, stderr, problems };
}

/** A page: a heading, then lines; the first of them is line 2. */
export function page(...lines: readonly string[]): string {
  return `${['# Page', ...lines].join('\n')}\n`;
}
