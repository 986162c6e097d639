import { homedir } from 'node:os';
import { parseConfig, parseEndpoint } from '@loadcell/core';
import { chooseName } from '../../flags/choose-name.ts';
import type { Questions } from '../questions/questions.ts';
import { modelFile, moduleName, type Places } from './places.ts';
import { splitCommand } from './split-command.ts';
import { KIND_NOUNS, TARGET_KINDS, type TargetFacts, type TargetKind } from './target-kind.ts';

const DEFAULT_URL = 'http://127.0.0.1:8000';

/** The answer for the models that Loadcell generates. */
const TINY = 'tiny';

/** A kind by its number or its name. */
function readKind(answer: string): TargetKind {
  return TARGET_KINDS[Number(answer) - 1] ?? chooseName('for', answer, TARGET_KINDS);
}

function readUrl(answer: string): string {
  const { url = answer } = parseConfig({ target: { url: answer } }).target;
  parseEndpoint(url);
  return answer;
}

/** A path as a shell would read it. */
function withHome(answer: string): string {
  return answer.replace(/^~(?=\/)/u, homedir());
}

/** Asks which kind of target a configuration is for. */
export async function askKind(questions: Questions): Promise<TargetKind> {
  const width = Math.max(...TARGET_KINDS.map((kind) => kind.length));
  questions.say('What do you want to measure?');
  for (const [index, kind] of TARGET_KINDS.entries()) {
    questions.say(`  ${index + 1}  ${kind.padEnd(width)}  ${KIND_NOUNS[kind]}`);
  }
  return await questions.ask('Kind', readKind, '1');
}

/** Asks for what the file of a kind needs and is not known. */
export async function askFacts(
  facts: TargetFacts,
  questions: Questions,
  places: Places,
): Promise<TargetFacts> {
  const { kind, url, command, engine, models } = facts;
  const readModel = (answer: string): string[] => {
    const file = withHome(answer);
    modelFile(file, places);
    return [file];
  };
  switch (kind) {
    case 'server':
      return { ...facts, url: url ?? (await questions.ask('URL', readUrl, DEFAULT_URL)) };
    case 'command':
      return {
        ...facts,
        command:
          command ?? (await questions.ask('Command, with {port} for a free port', splitCommand)),
      };
    case 'embedded':
      if (models.length > 0) return facts;
      return {
        ...facts,
        models: await questions.ask(
          'Model file, or tiny for models that Loadcell generates',
          (answer) => (answer === TINY ? [] : readModel(answer)),
          TINY,
        ),
      };
    case 'module':
      return {
        ...facts,
        engine:
          engine ??
          (await questions.ask('Engine module, a file or a package', (answer) => {
            const name = withHome(answer);
            moduleName(name, places);
            return name;
          })),
        models: models.length > 0 ? models : await questions.ask('Model file', readModel),
      };
  }
}
