import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { response, type RawScript } from '../../../packages/core/test/target/server/raw-server.ts';
import {
  LENIENT_CALIBRATION,
  readMeasurements,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { listenRoutes } from '../support/scripted-server.ts';

/** A server that answers every prompt in its own way, whole or as events. */
const generate: RawScript = ({ body }, socket) => {
  const asked: unknown = JSON.parse(body);
  if (!hasInputs(asked)) return void socket.write(response(400, '{"error":"no inputs"}'));
  if (asked.stream !== true) {
    const whole = { generated_text: 'Low at six.', counts: { in: 5, out: 4 } };
    return void socket.write(
      response(200, JSON.stringify(whole), { 'Content-Type': 'application/json' }),
    );
  }
  const events = ['Low ', 'at ', 'six.'].map((token) => `data: ${JSON.stringify({ token })}\n\n`);
  const last = `data: ${JSON.stringify({ counts: { in: 5, out: 4 } })}\n\n`;
  return void socket.write(
    response(200, [...events, last].join(''), { 'Content-Type': 'text/event-stream' }),
  );
};

function hasInputs(
  value: unknown,
): value is { readonly inputs: string; readonly stream?: unknown } {
  return typeof value === 'object' && value !== null && 'inputs' in value;
}

const LOAD = {
  idle: '100ms',
  cooldown: '100ms',
  calibration: LENIENT_CALIBRATION,
  stages: [{ kind: 'closed', concurrency: 2, requests: 12 }],
};

const SUCCESS = { sampling: { hz: 50 }, phase: 'load', phases: { load: LOAD } };

const MODULE = `
export const name = 'tides';
export function encode({ messages, isStreamed }) {
  return { path: '/generate', body: { inputs: messages.at(-1).content, stream: isStreamed } };
}
export function read(event) {
  if (event.counts) {
    return { usage: { inputTokens: event.counts.in, outputTokens: event.counts.out }, isEnd: true };
  }
  return { text: event.token };
}
`;

describe('a server with a protocol of its own', () => {
  it('is measured with a template', async () => {
    const server = await listenRoutes({ '/generate': generate });
    const cwd = temporaryFolder();
    const template = {
      path: '/generate',
      body: { inputs: '{{prompt}}', parameters: { max_new_tokens: '{{maxTokens}}' } },
      text: '$.generated_text',
      usage: { inputTokens: '$.counts.in', outputTokens: '$.counts.out' },
    };
    writeConfig(cwd, {
      ...SUCCESS,
      target: { url: server.url, models: ['tide'], stream: false, template },
    });
    const { code, stdout, stderr } = await runLoadcell(['run'], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const { errorRate, outputSequenceLength } = readMeasurements(cwd)[0] ?? {};
    expect(errorRate?.avg).toBe(0);
    expect(outputSequenceLength?.avg).toBe(4);
  });

  it('is measured with a module, event by event', async () => {
    const server = await listenRoutes({ '/generate': generate });
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'tides.mjs'), MODULE);
    writeConfig(cwd, { ...SUCCESS, target: { models: ['tide'] } });
    const args = ['run', '--url', server.url, '--codec', './tides.mjs'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const { timeToFirstToken, outputSequenceLength } = readMeasurements(cwd)[0] ?? {};
    expect(timeToFirstToken?.avg).toBeGreaterThan(0);
    expect(outputSequenceLength?.avg).toBe(4);
  });

  it('fails the requests of a module that throws, and names the module', async () => {
    const server = await listenRoutes({ '/generate': generate });
    const cwd = temporaryFolder();
    const throwing = MODULE.replace(
      '  return { path:',
      "  if (messages.length > 0) throw new Error('no luck');\n  return { path:",
    );
    writeFileSync(path.join(cwd, 'tides.mjs'), throwing);
    writeConfig(cwd, { ...SUCCESS, target: { models: ['tide'] } });
    const args = ['run', '--url', server.url, '--codec', './tides.mjs'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).not.toBe(EXIT_CODES.pass);
    expect(stdout + stderr).toContain('encode() of the codec tides threw: no luck');
  });
});
