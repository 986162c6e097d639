import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startPython } from './python-process.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { BRIEF_CONFIG, scriptedRun } from '../runner/scripted-run.ts';

const MAPS_A_FILE = `
import mmap, sys
with open(sys.argv[1], 'rb') as file:
    mapping = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
print('ready', flush=True)
sys.stdin.read()
`;

/** A process that maps a file of this name until the test is over. */
async function startMapping(name: string, environment: Record<string, string>): Promise<number> {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, 'library');
  return await startPython(MAPS_A_FILE, [file], environment);
}

/** A target whose process is another one. */
class TargetOf extends ScriptedTarget {
  readonly #pid: number;

  constructor(pid: number) {
    super();
    this.#pid = pid;
  }

  override get pid(): number {
    return this.#pid;
  }
}

it.each([
  ['libtorch_cpu.so', {}, [{ processes: 1, kernels: 1024 }]],
  ['libdnnl.so.3', { ONEDNN_PRIMITIVE_CACHE_CAPACITY: '64' }, [{ processes: 1, kernels: 64 }]],
  ['libother.so', {}, []],
])('records the kernel caches of a target that maps %s, %j', async (name, environment, caches) => {
  const pid = await startMapping(name, environment);
  const { phases = {} } = BRIEF_CONFIG;
  const { runner, eventsOf } = scriptedRun(
    () => ({}),
    { phase: 'load', phases },
    { createTargets: async () => () => new TargetOf(pid) },
  );
  await runner.runTests();
  expect(eventsOf('kernel-caches-found')).toMatchObject(caches);
});
