import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { fileReason, isCodedError } from '../error-code.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { shownPath } from '../terminal/shown-path.ts';
import { checkPlace, DEFAULT_FILE, nextCommand } from './config-file.ts';
import { draftDefaults, draftTarget } from './draft.ts';
import { QuestionsInterrupted, type Questions } from './questions/questions.ts';
import { openQuestions } from './questions/terminal-questions.ts';
import { rendererFor } from './render-file.ts';
import { askFacts, askKind } from './target/ask-facts.ts';
import { checkFacts, factsByFlags } from './target/facts-by-flags.ts';
import type { Places } from './target/places.ts';
import type { TargetFacts } from './target/target-kind.ts';

/** Asks for what the command line leaves open. */
async function askOpen(
  given: TargetFacts | undefined,
  questions: Questions,
  places: Places,
): Promise<TargetFacts> {
  try {
    return await askFacts(
      given ?? { kind: await askKind(questions), models: [] },
      questions,
      places,
    );
  } finally {
    // Before a server is asked: an open question would keep Ctrl-C from ending that.
    questions.close();
  }
}

/** The facts of the command line, and on a terminal those that it leaves open; undefined for a file of defaults. */
async function findFacts(
  invocation: Invocation,
  open: typeof openQuestions,
  places: Places,
): Promise<TargetFacts | undefined> {
  const given = factsByFlags(invocation);
  if (given === undefined && invocation.flags.has('all')) return undefined;
  const questions = open(invocation.terminal);
  if (questions !== undefined) return await askOpen(given, questions, places);
  if (given !== undefined) checkFacts(given);
  return given;
}

/** Writes a file; without force, one that was created since the check is not overwritten either. */
async function write(file: string, text: string, isForced: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: isForced ? 'w' : 'wx' });
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new ConfigError(`cannot write ${file}: ${fileReason(error)}`, {
      cause: error,
      help: 'check that the folder exists and is writable',
    });
  }
}

async function writeAsked(
  invocation: Invocation,
  file: string,
  open: typeof openQuestions,
): Promise<void> {
  const { flags, terminal } = invocation;
  const render = rendererFor(file);
  const isForced = flags.has('force');
  checkPlace(file, { isForced });
  const { workingDirectory } = terminal;
  const places = { workingDirectory, folder: path.dirname(file) };
  const facts = await findFacts(invocation, open, places);
  const { jsonSchema, heading, note, result } =
    facts === undefined
      ? draftDefaults()
      : await draftTarget(facts, places, { listsAll: flags.has('all') });
  await write(file, render(jsonSchema, heading), isForced);
  if (note !== undefined) terminal.stderr.write(`${note}\n`);
  terminal.stdout.write(
    `Wrote ${shownPath(file, terminal)}${result}\nNext: ${nextCommand(file, terminal)}\n`,
  );
}

/**
 * Writes a configuration for the target that the flags name; on a terminal it asks for what they leave open. A file is only
 * overwritten with `--force`.
 * @param open opens questions; they are undefined where no user can answer
 */
export async function writeConfig(
  invocation: Invocation,
  open: typeof openQuestions = openQuestions,
): Promise<ExitCode> {
  const { operands, terminal } = invocation;
  const file = path.resolve(terminal.workingDirectory, operands[0] ?? DEFAULT_FILE);
  try {
    await writeAsked(invocation, file, open);
    return EXIT_CODES.pass;
  } catch (error) {
    if (!(error instanceof QuestionsInterrupted)) throw error;
    terminal.stderr.write('\nInterrupted. Nothing was written.\n');
    return EXIT_CODES.interrupted;
  }
}
