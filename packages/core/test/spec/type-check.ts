import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const OPTIONS = {
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: { noUnusedLocals: false },
  include: ['*.ts'],
  exclude: [],
};

/** What the compiler said about each file that it did not accept, by name of the file. */
export type CompilerErrors = ReadonlyMap<string, readonly string[]>;

/**
 * Runs the real compiler, with the options of this repository, over files that stand beside each other.
 * @param files their text by name
 * @throws when the compiler fails in any other way than by refusing one of the files
 */
export function typeCheck(files: ReadonlyMap<string, string>): CompilerErrors {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'type-check-'));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(OPTIONS));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '--noEmit', '--pretty', 'false', '-p', '.'];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const errors = new Map<string, string[]>();
    for (const [, name, message] of run.stdout.matchAll(/^([\w-]+\.ts)\(\d+,\d+\): (.*)$/gm)) {
      if (name === undefined || message === undefined) continue;
      errors.set(name, [...(errors.get(name) ?? []), message]);
    }
    if (errors.size === 0 && run.status !== 0) {
      throw new Error(`The compiler failed by itself:\n${run.stdout}${run.stderr}`);
    }
    return errors;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
