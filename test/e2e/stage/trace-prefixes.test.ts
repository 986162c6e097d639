import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunResultsSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import type { RawScript } from '../../../packages/core/test/target/server/raw-server.ts';
import { latestRun, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { list, listenRoutes, reply } from '../support/scripted-server.ts';
import { GOOD_ANSWER } from '../support/server-faults.ts';

const COMPLETIONS = '/v1/completions';

/** A trace whose third request repeats the first, and whose second shares two blocks of it. */
const ROWS = [
  { timestamp: 27_000, input_length: 1300, output_length: 2, hash_ids: [0, 1, 2] },
  { timestamp: 27_030, input_length: 1500, output_length: 2, hash_ids: [0, 1, 3] },
  { timestamp: 27_060, input_length: 1300, output_length: 2, hash_ids: [0, 1, 2] },
  { timestamp: 27_090, input_length: 400, output_length: 2, hash_ids: [4] },
];

/** A tokenizer of one token per word, as vLLM offers it: equal words have equal ids. */
const TOKENIZE: RawScript = (request, socket) => {
  const [, prompt = ''] = /"prompt":"([^"]*)"/.exec(request.body) ?? [];
  const words = prompt.split(/\\n|\s+/).filter((word) => word !== '');
  const ids = words.map((word) =>
    Array.from(word).reduce((id, letter) => (id * 31 + letter.charCodeAt(0)) % 1_000_003, 7),
  );
  reply(200, JSON.stringify({ tokens: ids }))(request, socket);
};

/** The bodies of the requests that a run with this environment sends, and its folder. */
async function sentWith(env: Readonly<Record<string, string>>) {
  const server = await listenRoutes({
    '/v1/models': list('m'),
    '/tokenize': TOKENIZE,
    [COMPLETIONS]: GOOD_ANSWER,
  });
  const cwd = temporaryFolder();
  writeConfig(cwd, {
    target: { url: server.url, api: 'openai-completions' },
    nonce: 'n',
    phase: 'load',
    phases: {
      load: {
        idle: '20ms',
        cooldown: '20ms',
        calibration: false,
        stages: [{ kind: 'trace', file: 'trace.jsonl' }],
      },
    },
  });
  writeFileSync(path.join(cwd, 'trace.jsonl'), ROWS.map((row) => JSON.stringify(row)).join('\n'));
  const { code, stdout, stderr } = await runLoadcell(['run'], { cwd, env });
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  const bodies = server.requests.filter((one) => one.path === COMPLETIONS).map((one) => one.body);
  return { cwd, bodies };
}

/** The prompts of requests, longest first. */
function promptsOf(bodies: readonly string[]): string[] {
  return bodies
    .map((body) => /"prompt":"([^"]*)"/.exec(body)?.[1] ?? '')
    .toSorted((one, other) => other.length - one.length);
}

describe('a trace with block ids', () => {
  it('sends prompts of its lengths that share its prefixes', async () => {
    const { cwd, bodies } = await sentWith({});
    const words = promptsOf(bodies).map((prompt) => prompt.split(' '));
    const [longest = [], one = [], other = []] = words;
    expect(words.slice(0, 4).map((prompt) => prompt.length)).toEqual([1500, 1300, 1300, 400]);
    expect(one).toEqual(other);
    const differing = longest.findIndex((word, place) => word !== one[place]);
    expect(differing).toBeGreaterThanOrEqual(1024);
    expect(differing).toBeLessThan(1024 + 4);
    const [stage] = RunResultsSchema.parse(readRunJson(cwd, 'results')).phases[0]?.stages ?? [];
    // The repeated prompt counts without its last token.
    const ideal = (1024 + 1299) / (1300 + 1500 + 1300 + 400);
    expect(stage?.measurements['idealPrefixHitRate']?.avg).toBeCloseTo(ideal, 12);
    expect(readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8')).toContain('ideal 51.6%');
  });

  it('is the same bytes from processes in another language and time zone', async () => {
    const turkish = await sentWith({
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      TZ: 'Asia/Kathmandu',
    });
    const plain = await sentWith({ LANG: 'C', LC_ALL: 'C', TZ: 'UTC' });
    expect(turkish.bodies.length).toBeGreaterThanOrEqual(ROWS.length);
    expect(turkish.bodies.toSorted()).toEqual(plain.bodies.toSorted());
  });
});
