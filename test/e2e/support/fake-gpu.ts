import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './run-folder.ts';

const SOURCE = fileURLToPath(
  new URL('../../../native/test/fake_nvml/fake_nvml.cc', import.meta.url),
);

/** A GPU of 8 GB, with 1 GB of it in use, simulated from a script. */
export interface FakeGpu {
  /** Environment variables that make a command load it as NVIDIA's library. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that it obeys; `native/test/fake_nvml` lists the keys. */
  readonly script: string;
}

/** Builds it into a folder that the loader searches first. The folder is removed when the test ends. */
export function fakeGpu(script: string): FakeGpu {
  const folder = temporaryFolder();
  const flags = ['-xc++', '-std=c++20', '-shared', '-fPIC', '-fvisibility=hidden'];
  const library = path.join(folder, 'libnvidia-ml.so.1');
  const built = spawnSync('cc', [...flags, '-o', library, SOURCE, '-lstdc++']);
  if (built.status !== 0) throw new Error(built.stderr.toString());
  const file = path.join(folder, 'script');
  writeFileSync(file, script);
  return { env: { LD_LIBRARY_PATH: folder, LOADCELL_FAKE_NVML: file }, script: file };
}
