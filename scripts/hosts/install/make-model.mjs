import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inScripts, inHosts } from '../paths.mjs';
import { runProgram } from './run-program.mjs';
import { begin, finish, fingerprint, isMade } from './stamps.mjs';

const TINY = 'tiny';
const SCORER = 'tiny-scorer';

/** The program of each model, and the models that it reads, in the order in which they are made. */
const MODELS = [
  { name: TINY, program: inScripts('model/make_tiny_model.py'), from: [] },
  { name: SCORER, program: inScripts('model/make_tiny_scorer.py'), from: [TINY] },
];

/** Folder of the tiny model; servers that name models by folder use its name. */
export function tinyModel() {
  return inHosts(TINY);
}

/** Folder of the tiny model as a classifier of one label. */
export function tinyScorer() {
  return inHosts(SCORER);
}

function printOf({ program }, environment) {
  return fingerprint(readFileSync(program, 'utf8'), environment.packages);
}

/** Models that have to be made. */
export function dueModels(environment) {
  return MODELS.filter(
    (model) =>
      !isMade(model.name, printOf(model, environment)) ||
      !existsSync(inHosts(model.name, 'config.json')),
  );
}

/**
 * Makes a model; it is renamed into place, so that it is never incomplete.
 * @param {(typeof MODELS)[number]} model
 * @param {import('./environments.mjs').Environment} environment that has transformers
 */
export function makeModel(model, environment) {
  const { name, program, from } = model;
  begin(name);
  const draft = inHosts(`${name}.draft`);
  rmSync(draft, { recursive: true, force: true });
  const python = path.join(environment.folder, 'bin', 'python');
  runProgram(python, [program, ...from.map((one) => inHosts(one)), draft], {
    HF_HUB_OFFLINE: '1',
  });
  rmSync(inHosts(name), { recursive: true, force: true });
  renameSync(draft, inHosts(name));
  finish(name, printOf(model, environment));
}
