import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inScripts, inHosts } from '../paths.mjs';
import { runProgram } from './run-program.mjs';
import { begin, finish, fingerprint, isMade } from './stamps.mjs';

const PROGRAM = inScripts('model/make_tiny_model.py');
const NAME = 'tiny';

/** Folder of the tiny model; servers that name models by folder use its name. */
export function tinyModel() {
  return inHosts(NAME);
}

function printOf(environment) {
  return fingerprint(readFileSync(PROGRAM, 'utf8'), environment.packages);
}

/** Whether the model has to be made. */
export function isModelDue(environment) {
  return !isMade(NAME, printOf(environment)) || !existsSync(path.join(tinyModel(), 'config.json'));
}

/**
 * Makes the model; it is renamed into place, so that it is never incomplete.
 * @param {import('./environments.mjs').Environment} environment that has transformers
 */
export function makeModel(environment) {
  begin(NAME);
  const draft = inHosts(`${NAME}.draft`);
  rmSync(draft, { recursive: true, force: true });
  runProgram(path.join(environment.folder, 'bin', 'python'), [PROGRAM, draft], {
    HF_HUB_OFFLINE: '1',
  });
  rmSync(tinyModel(), { recursive: true, force: true });
  renameSync(draft, tinyModel());
  finish(NAME, printOf(environment));
}
