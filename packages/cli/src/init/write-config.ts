import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, configJsonSchema } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { fileReason, isCodedError } from '../error-code.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { shownPath } from '../terminal/shown-path.ts';
import { checkPlace, DEFAULT_FILE, nextCommand } from './config-file.ts';
import { QuestionsInterrupted, type Questions } from './questions/questions.ts';
import { openQuestions } from './questions/terminal-questions.ts';
import { rendererFor } from './render-file.ts';
import { askFacts, askKind } from './target/ask-facts.ts';
import { completeTarget } from './target/complete-target.ts';
import { checkFacts, factsByFlags } from './target/facts-by-flags.ts';
import type { Places } from './target/places.ts';
import { KIND_NOUNS, type TargetFacts } from './target/target-kind.ts';
import { settingsFor } from './target/target-settings.ts';
import { onlyListed, withListed } from './template/listed-settings.ts';

/** What is written, and what the user reads about it. */
interface Draft {
  readonly jsonSchema: unknown;
  readonly heading: readonly string[];
  readonly note?: string;
  readonly result: string;
}

const ALL_HEADING = 'Every setting is at its default; one without a default is commented out.';

/** The facts of the command line, and on a terminal those that it leaves open. */
async function findFacts(
  invocation: Invocation,
  questions: Questions | undefined,
  places: Places,
): Promise<TargetFacts | undefined> {
  const given = factsByFlags(invocation);
  if (questions === undefined || (given === undefined && invocation.flags.has('all'))) return given;
  const facts = given ?? { kind: await askKind(questions), models: [] };
  return await askFacts(facts, questions, places);
}

async function draftFor(
  facts: TargetFacts | undefined,
  places: Places,
  listsAll: boolean,
): Promise<Draft> {
  const whole = configJsonSchema();
  if (facts === undefined) {
    return {
      jsonSchema: whole,
      heading: [ALL_HEADING],
      result: '. Every setting is at its default; change what you need.',
    };
  }
  checkFacts(facts);
  const { kind } = facts;
  const { target, note } = await completeTarget(facts, places);
  const { facts: own, essentials } = settingsFor(kind, target);
  const subject = `for ${KIND_NOUNS[kind]}`;
  return {
    jsonSchema: listsAll ? withListed(whole, own) : onlyListed(whole, essentials),
    heading: [
      `A run ${subject}.`,
      listsAll
        ? 'Every other setting is at its default; one without a default is commented out.'
        : 'Settings that are not listed have their defaults; loadcell init --all lists all of them.',
    ],
    ...(note === undefined ? {} : { note }),
    result: ` ${subject}.`,
  };
}

/** Writes a file; one that was created since the check is not overwritten either. */
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

/**
 * Writes a configuration for the target that the flags name; without flags, a terminal is asked. A file is only overwritten
 * with `--force`.
 * @param open opens questions; undefined where nobody can answer
 */
export async function writeConfig(
  invocation: Invocation,
  open: typeof openQuestions = openQuestions,
): Promise<ExitCode> {
  const { operands, flags, terminal } = invocation;
  const { workingDirectory } = terminal;
  const file = path.resolve(workingDirectory, operands[0] ?? DEFAULT_FILE);
  const render = rendererFor(file);
  const isForced = flags.has('force');
  checkPlace(file, { isForced });
  const places = { workingDirectory, folder: path.dirname(file) };
  const questions = open(terminal);
  try {
    const facts = await findFacts(invocation, questions, places);
    const draft = await draftFor(facts, places, flags.has('all'));
    await write(file, render(draft.jsonSchema, draft.heading), isForced);
    if (draft.note !== undefined) terminal.stderr.write(`${draft.note}\n`);
    terminal.stdout.write(
      `Wrote ${shownPath(file, terminal)}${draft.result}\nNext: ${nextCommand(file, terminal)}\n`,
    );
    return EXIT_CODES.pass;
  } catch (error) {
    if (!(error instanceof QuestionsInterrupted)) throw error;
    terminal.stderr.write('\nInterrupted. Nothing was written.\n');
    return EXIT_CODES.interrupted;
  } finally {
    questions?.close();
  }
}
