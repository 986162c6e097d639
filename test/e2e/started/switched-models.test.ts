import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import {
  eventsSoFar,
  QUICK,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { MODEL_SERVER, processesWith } from '../support/started-run.ts';

/** What these tests read from results.json. */
interface Results {
  readonly phases: readonly {
    readonly name: string;
    readonly success: boolean;
    readonly metrics: { readonly loadTime: Readonly<Record<string, number | null>> };
    readonly measurements: Readonly<
      Record<string, { readonly count: number; readonly min: number }>
    >;
  }[];
}

const SWITCHING = { ...QUICK, phase: 'cross-model' };

async function switchedRun(
  target: Readonly<Record<string, unknown>>,
  args: readonly string[],
): Promise<{ readonly results: Results; readonly cwd: string }> {
  const mark = randomUUID();
  const cwd = temporaryFolder();
  writeConfig(cwd, { ...SWITCHING, target: { ...target, env: { LOADCELL_TEST_TREE: mark } } });
  const run = await runLoadcell(['run', ...args], { cwd });
  expect(run.code, run.stdout + run.stderr).toBe(EXIT_CODES.pass);
  expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
  return { cwd, results: JSON.parse(JSON.stringify(readRunJson(cwd, 'results'))) };
}

describe('models that each have a separate server', () => {
  it.each([
    [
      'by a separate command for each',
      {
        models: {
          small: { command: [...MODEL_SERVER, '--loading', '0.3'] },
          large: {
            command: [...MODEL_SERVER, '--loading', '0.3', '--model', 'large', '--hold-mib', '64'],
          },
        },
      },
      [],
    ],
    [
      'by name in the arguments of one command',
      {},
      [
        '--model',
        'small',
        '--model',
        'large',
        '--',
        ...MODEL_SERVER,
        '--model',
        '{model}',
        '--loading',
        '0.3',
      ],
    ],
  ])('are switched by starting the other server: %s', async (_, target, args) => {
    const { results, cwd } = await switchedRun(target, args);
    const [phase] = results.phases;
    expect(phase).toMatchObject({ name: 'cross-model', success: true });
    const { contextSwitchTime } = Object(phase?.measurements);
    expect(contextSwitchTime.count).toBeGreaterThanOrEqual(2);
    // Each switch ends one process, starts another one, and waits until that has loaded.
    expect(contextSwitchTime.min).toBeGreaterThan(300);
    const launched = eventsSoFar(cwd).filter(({ kind }) => kind === 'server-launched');
    expect(new Set(launched.map(({ pid }) => pid)).size).toBe(launched.length);
    expect(launched.length).toBe(contextSwitchTime.count + 1);
  });
});
