import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostsError } from '../../scripts/hosts/hosts-error.mjs';
import { setUpEnvironment } from '../suite/environments.mjs';
import { absent, between, measured } from '../suite/report/figure.mjs';
import { CLIENTS } from './clients/client.mjs';
import { writePrompts, writeTrace } from './files.mjs';
import { runClient } from './run-client.mjs';

/** What Loadcell sends over what the file demands. */
const EXACT = between(1, 1);
const CLOSE = between(0.98, 1.02);

const METHOD =
  'Each client sends the file to a recorder on completions, one request after another. Figures are of the bodies: tokens of ' +
  'prompts by the tokenizer of the model, output tokens as requested, and prefix hits of a cache of 16-token blocks that drops ' +
  'nothing. Ratios are over what the file demands. With --url, the recorder passes requests on, and hits are those of vLLM.';

/**
 * @typedef {object} Context
 * @property {string} model
 * @property {string} tokenizer folder
 * @property {(text: string) => readonly number[]} tokenize
 * @property {number} requests
 * @property {string} [upstream]
 *
 * @type {readonly { name: string, title: string, method: string, measure: (context: Context) => Promise<import('../suite/report/figure.mjs').Figure[]> }[]}
 */
export const SECTIONS = [
  {
    name: 'trace',
    title: 'A trace with shared blocks, as of Mooncake, sent by each client',
    method: METHOD,
    measure: (context) =>
      sentByEach(context, 'trace', (file) => writeTrace(file, context.requests)),
  },
  {
    name: 'prompts',
    title: 'Prompts with a length of output, as of vLLM custom, sent by each client',
    method: METHOD,
    measure: (context) =>
      sentByEach(context, 'prompts', (file) =>
        writePrompts(file, context.requests, context.tokenize),
      ),
  },
];

/**
 * @param {Context} context
 * @param {'trace' | 'prompts'} kind
 * @param {(file: string) => import('./files.mjs').Demand} write
 */
async function sentByEach(context, kind, write) {
  const { model, tokenizer, tokenize, upstream } = context;
  const common = {
    kind,
    model,
    tokenizer,
    tokenize,
    ...(upstream === undefined ? {} : { upstream }),
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-datasets-file-'));
  try {
    const file = path.join(folder, `${kind}.jsonl`);
    const demand = write(file);
    const figures = demandFigures(demand);
    for (const client of CLIENTS) {
      process.stderr.write(`  ${client.label}\n`);
      figures.push(...(await figuresOf(client, { ...common, file }, demand)));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demandFigures({ requests, inputTokens, outputTokens, hitTokens }) {
  return [
    measured('fileRequests', 'count', requests),
    measured('fileInputTokens', 'tokens', inputTokens),
    measured('fileOutputTokens', 'tokens', outputTokens),
    measured('fileHitTokens', 'tokens', hitTokens),
  ];
}

async function figuresOf(client, task, demand) {
  const isOwn = client.environment === undefined;
  const target = (wanted) => (isOwn ? wanted : undefined);
  const ratios = ['requests', 'inputTokens', 'outputTokens', 'hitTokens'];
  const prefix = client.name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  const name = (of, what) => `${prefix}${of.charAt(0).toUpperCase()}${of.slice(1)}${what}`;
  const sent = await sentBy(client, { ...task, requests: demand.requests });
  if (typeof sent === 'string') {
    return ratios.map((of) => absent(name(of, 'OverFile'), 'ratio', sent));
  }
  return [
    ...ratios.map((of) =>
      measured(
        name(of, 'OverFile'),
        'ratio',
        sent[of] / demand[of],
        target(of === 'requests' ? EXACT : CLOSE),
      ),
    ),
    measured(name('demandedLengths', ''), 'ratio', sent.demanded / sent.requests),
    ...(sent.serverHitTokens === undefined
      ? []
      : [
          measured(
            name('serverHitTokens', 'OverFile'),
            'ratio',
            sent.serverHitTokens / demand.hitTokens,
            target(CLOSE),
          ),
        ]),
  ];
}

/** @returns {Promise<import('./run-client.mjs').Sent | string>} why it could not be run */
async function sentBy(client, task) {
  try {
    if (client.environment !== undefined) await setUpEnvironment(client.environment);
    return await runClient(client, task);
  } catch (error) {
    if (client.environment === undefined && !(error instanceof HostsError)) throw error;
    return error.message;
  }
}
