import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RUN_FILES } from '@loadcell/core';
import { expect, onTestFinished } from 'vitest';
import { NatsServer } from '../../../../packages/core/test/fleet/support/nats-server.ts';
import { readRun } from '../../../../packages/core/src/stream/files/read-run.ts';
import type { RequestRow } from '../../../../packages/core/src/stream/rows/request-row.ts';
import { isMissing } from '../processes.ts';
import { temporaryFolder } from '../run-folder.ts';
import { startLoadcell, type RunningCommand } from '../run-loadcell.ts';

/** A bus with agents on this machine. It ends with the test. */
export interface TestFleet {
  readonly bus: NatsServer;
  /** Starts an agent with a folder of its own. */
  agent(name: string, ...flags: string[]): TestAgent;
  /** As `agent`, once it waits for runs. */
  agentThatWaits(name: string): Promise<TestAgent>;
}

/** A running agent. */
export interface TestAgent extends RunningCommand {
  /** Where it keeps its run directories. */
  readonly outputDir: string;
}

/** Starts a bus, and agents on it. */
export async function startFleet(): Promise<TestFleet> {
  const bus = await NatsServer.start();
  onTestFinished(() => bus.stop());
  const folder = temporaryFolder();
  const agent: TestFleet['agent'] = (name, ...flags) => {
    const outputDir = path.join(folder, name);
    const args = ['agent', '--bus', bus.url, '--name', name, '--output-dir', outputDir];
    return { ...startLoadcell([...args, ...flags], { cwd: folder }), outputDir };
  };
  return {
    bus,
    agent,
    agentThatWaits: async (name) => {
      const started = agent(name);
      let text = '';
      started.child.stderr?.on('data', (chunk) => (text += String(chunk)));
      await expect.poll(() => text).toContain('waits for runs');
      return started;
    },
  };
}

/**
 * Waits until an agent has recorded a request of a stage: the stage begins seconds before its first send.
 * @param stage a name that is no word of the descriptions of the columns
 */
export async function sendsLoad({ outputDir, child }: TestAgent, stage = 'endless'): Promise<void> {
  await expect
    .poll(() => {
      if (child.exitCode !== null) throw new Error(`The agent ended with ${child.exitCode}.`);
      return recordingsOf(outputDir).some((dir) =>
        textOf(path.join(dir, RUN_FILES.requests)).includes(stage),
      );
    })
    .toBe(true);
}

/** The events that an agent has recorded so far. */
export function eventsOf({ outputDir }: Pick<TestAgent, 'outputDir'>): string {
  return recordingsOf(outputDir)
    .map((dir) => textOf(path.join(dir, RUN_FILES.events)))
    .join('');
}

/** The requests that an agent has recorded in its one run. */
export async function requestsOf({
  outputDir,
}: Pick<TestAgent, 'outputDir'>): Promise<readonly RequestRow[]> {
  const [dir, ...others] = recordingsOf(outputDir);
  if (dir === undefined || others.length > 0) throw new Error('The agent has no single run.');
  return (await readRun(dir)).phases.flatMap(({ requests }) => requests);
}

/** Run directories of an agent, oldest first: its folder has the files of a plan, too. */
export function recordingsOf(outputDir: string): string[] {
  if (!existsSync(outputDir)) return [];
  return readdirSync(outputDir)
    .filter((name) => /^\d/.test(name))
    .toSorted()
    .map((name) => path.join(outputDir, name));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
