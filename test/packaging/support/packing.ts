import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The checkout. */
export const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

/** The packages of the workspace. */
export const NAMES = ['native', 'core', 'cli'] as const;

/** A package of the workspace. */
export type Name = (typeof NAMES)[number];

const PackedSchema = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    tarball: z.string(),
    bytes: z.number(),
    unpackedBytes: z.number(),
    files: z.array(z.string()),
  }),
);

/** A packed package. */
export type Packed = z.infer<typeof PackedSchema>[number];

/** Runs a program to its end. @returns its output @throws when it fails */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

/** All packages of this checkout as they ship, in a folder of their own. */
export class PackedPackages {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'loadcell-packages-'));
  readonly all: readonly Packed[];

  constructor() {
    const script = path.join(rootDir, 'scripts', 'pack.mjs');
    this.all = PackedSchema.parse(
      JSON.parse(run(process.execPath, [script, '--out', this.folder], rootDir)),
    );
  }

  /** The package of the workspace with this name. */
  of(name: Name): Packed {
    const found = this.all.find((one) => one.name === `@loadcell/${name}`);
    if (found === undefined) throw new Error(`${name} is not packed.`);
    return found;
  }

  /** The packages of platforms. */
  get platforms(): readonly Packed[] {
    return this.all.filter(({ name }) => name.startsWith('@loadcell/native-'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
