import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { rootDir, run } from '../../packaging/support/packing.ts';

/** Works without a kernel's overlay file system and without namespaces, so also inside of a container. */
const ISOLATION = ['--isolation', 'chroot', '--network', 'host'];

/** Ends a build whose network is gone, ms. */
const BUILD_HANG_MS = 400_000;

const DescriptionSchema = z.object({ OCIv1: z.object({ config: z.unknown() }) });

/** Images and containers of buildah in a folder. */
export class Buildah {
  readonly #global: readonly string[];
  readonly #runRoot = mkdtempSync(path.join(tmpdir(), 'loadcell-buildah-'));

  /** @param storage folder of the images, which outlive this object */
  constructor(storage: string) {
    mkdirSync(storage, { recursive: true });
    this.#global = ['--root', storage, '--runroot', this.#runRoot, '--storage-driver', 'vfs'];
  }

  /** Builds an image. @throws when that fails */
  build(containerfile: string, context: string, image: string, args: readonly string[] = []): void {
    const flags = ['build', ...ISOLATION, '--file', containerfile, '--tag', image];
    this.#ok([...flags, ...args.flatMap((arg) => ['--build-arg', arg]), context]);
  }

  has(image: string): boolean {
    return this.#buildah(['inspect', '--type', 'image', image]).status === 0;
  }

  /** What the image says about itself, as OCI describes it. */
  configOf(image: string): unknown {
    const description: unknown = JSON.parse(this.#ok(['inspect', '--type', 'image', image]));
    return DescriptionSchema.parse(description).OCIv1.config;
  }

  /** Makes a container. @returns its name */
  from(image: string): string {
    return this.#ok(['from', image]).trim();
  }

  /** Runs a program in a container, as its user and in its folder. */
  run(container: string, command: readonly string[]): SpawnSyncReturns<string> {
    return this.#buildah(['run', ...ISOLATION, container, '--', ...command]);
  }

  /** Lets `use` work with the root folder of a container. */
  async withRoot<Value>(container: string, use: (root: string) => Value): Promise<Awaited<Value>> {
    const root = this.#ok(['mount', container]).trim();
    try {
      return await use(root);
    } finally {
      this.#ok(['umount', container]);
    }
  }

  removeContainer(container: string): void {
    this.#ok(['rm', container]);
  }

  removeImage(image: string): void {
    this.#ok(['rmi', image]);
  }

  /** Releases everything but the images. */
  close(): void {
    rmSync(this.#runRoot, { recursive: true, force: true });
  }

  #ok(args: readonly string[]): string {
    return run(
      'timeout',
      [String(BUILD_HANG_MS / 1000), 'buildah', ...this.#global, ...args],
      rootDir,
    );
  }

  #buildah(args: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync('buildah', [...this.#global, ...args], { encoding: 'utf8' });
  }
}
