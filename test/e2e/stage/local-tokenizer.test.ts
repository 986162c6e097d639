import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunResultsSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { readLocalTokenizer } from '../../../packages/core/src/workload/tokenizer/local-tokenizer.ts';
import { briefRun } from '../support/brief-run.ts';
import { eventsSoFar, readRunJson } from '../support/run-folder.ts';
import { list, listenRoutes, reply, type Routes } from '../support/scripted-server.ts';
import { unwrapped } from '../support/unwrapped.ts';

const COMPLETIONS = '/v1/completions';

const BYTE_PAIR = fileURLToPath(new URL('../../fixtures/tokenizers/byte-pair', import.meta.url));
const WORD_PIECE = fileURLToPath(new URL('../../fixtures/tokenizers/word-piece', import.meta.url));

/** A server of completions without a tokenizer, whose usage counts tokens as that of its model does. */
function serverWith(count: (prompt: string) => number): Routes {
  return {
    '/v1/models': list('m'),
    [COMPLETIONS]: (request, socket) => {
      const [, prompt = ''] = /"prompt":"([^"]*)"/.exec(request.body) ?? [];
      const usage = { prompt_tokens: count(prompt), completion_tokens: 1 };
      const events = [
        { choices: [{ index: 0, text: 'north', finish_reason: 'length' }] },
        { choices: [], usage },
      ];
      const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
      reply(200, `${body}data: [DONE]\n\n`, 'text/event-stream')(request, socket);
    },
  };
}

/**
 * Runs prompts of 300 tokens by a tokenizer from a file.
 * @param readPerToken tokens that the server reads for each token of its tokenizer
 */
async function runWith(tokenizer: string, readPerToken = 1) {
  const { tokenize } = await readLocalTokenizer(BYTE_PAIR);
  const server = await listenRoutes(
    serverWith((prompt) => Math.round(readPerToken * tokenize(prompt).length)),
  );
  const { cwd, code, stdout, stderr } = await briefRun(
    ['--url', server.url, '--tokenizer', tokenizer, '--input-tokens', '300'],
    {
      target: { api: 'openai-completions' },
      phase: 'load',
      phases: {
        load: {
          idle: '20ms',
          cooldown: '20ms',
          calibration: false,
          stages: [{ kind: 'closed', concurrency: 1, requests: 20 }],
        },
      },
    },
  );
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  return { cwd, stdout };
}

describe('a server without a tokenizer', () => {
  it('gets prompts of exact length by the tokenizer.json of its model', async () => {
    const { cwd, stdout } = await runWith(BYTE_PAIR);
    const [stage] = RunResultsSchema.parse(readRunJson(cwd, 'results')).phases[0]?.stages ?? [];
    const lengths = stage?.measurements['inputSequenceLength'];
    expect([lengths?.min, lengths?.max]).toEqual([300, 300]);
    expect(eventsSoFar(cwd).find(({ kind }) => kind === 'stage-began')).toMatchObject({
      prompts: 'local-tokenizer',
    });
    expect(stdout).not.toContain('The local tokenizer');
  });

  it('is reported where the tokenizer is not that of its model, with the difference', async () => {
    // The two tokenizers alone differ by 1%, which is within what is ignored.
    const { stdout } = await runWith(path.join(WORD_PIECE, 'tokenizer.json'), 1.25);
    expect(unwrapped(stdout)).toMatch(
      /The local tokenizer is not that of the model: it counted 300/,
    );
    expect(unwrapped(stdout)).toMatch(/tokens read per local token/);
  });

  it('is not run with a tokenizer that cannot be read', async () => {
    const args = ['--url', 'http://127.0.0.1:9', '--tokenizer', 'nowhere'];
    const { code, stderr } = await briefRun(args);
    expect(code).toBe(EXIT_CODES.usage);
    expect(stderr).toMatch(/cannot read "nowhere": ENOENT.*\nhelp: pass the tokenizer\.json/s);
  });
});
