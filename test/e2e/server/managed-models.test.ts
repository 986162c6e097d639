import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import {
  ModelServer,
  type ManagedKind,
} from '../../../packages/core/test/target/server/models/model-server.ts';
import { readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

const WINDOWS = { idle: '50ms', cooldown: '50ms' } as const;

/** The parts of results.json that these tests read. */
interface Results {
  readonly environment: { readonly details: Readonly<Record<string, unknown>> };
  readonly phases: readonly {
    readonly name: string;
    readonly measurements: Readonly<
      Record<string, { readonly count: number; readonly min: number | null }>
    >;
  }[];
}

async function listen(kind: ManagedKind, models: readonly string[]): Promise<ModelServer> {
  const server = await ModelServer.listen(kind, models);
  onTestFinished(() => server.close());
  return server;
}

function briefConfig(phase: 'baseline' | 'cross-model'): string {
  const cwd = temporaryFolder();
  writeConfig(cwd, {
    phase,
    sampling: { hz: 50 },
    successCriteria: { errorRate: 0 },
    phases: {
      baseline: { ...WINDOWS, duration: '100ms', minRequests: 4, contextLoads: 1, transitions: 1 },
      'cross-model': { ...WINDOWS, duration: '100ms', minSwitches: 2, requestsPerSwitch: 1 },
    },
  });
  return cwd;
}

describe('a running server that manages its models', () => {
  it.each(['router', 'ollama'] as const)('has its switches measured: %s', async (kind) => {
    const server = await listen(kind, ['a', 'b']);
    const cwd = briefConfig('cross-model');
    const args = ['run', '--url', server.url, '--manage-models', '--model', 'a', '--model', 'b'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const results: Results = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
    expect(results.environment.details['modelsManagedBy']).toMatch(/router|ollama/);
    const [phase] = results.phases;
    expect(phase?.name).toBe('cross-model');
    expect(phase?.measurements['contextSwitchTime']?.count).toBeGreaterThanOrEqual(2);
    // Models are loaded and unloaded in turn, and get no request while unloaded.
    const moves = server.log.filter((entry) => !entry.startsWith('?'));
    expect(moves.join(' ')).toMatch(/\+a.*-a.*\+b.*-b.*\+a/);
    expect(server.resident.size).toBe(0);
  });

  it('has its loads measured when vLLM wakes up', async () => {
    const server = await listen('vllm', ['a']);
    const cwd = briefConfig('baseline');
    const args = ['run', '--url', server.url, '--manage-models'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const results: Results = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
    expect(results.phases[0]?.measurements['loadTime']?.count).toBeGreaterThanOrEqual(1);
    expect(results.phases[0]?.measurements['loadTime']?.min).toBeGreaterThan(0);
  });

  it('keeps its models as they are without --manage-models', async () => {
    const server = await listen('ollama', ['a', 'b']);
    const cwd = briefConfig('baseline');
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', server.url], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(server.log.filter((entry) => !entry.startsWith('?'))).toEqual([]);
  });
});
