import { isData } from './code/check-data.mjs';
import { isSource } from './code/check-sources.mjs';
import { isModule } from './code/check-types.mjs';
import { isScript } from './commands/check-commands.mjs';

/** Blocks that are not checked, at most. */
const MAX_UNCHECKED = 10;

const CHECKED = 'ts, js, json, yaml, sh, cpp, python, text';

function problemOf({ language, reason, unknown, runs, exitCode, ...block }) {
  const scripted = isScript({ language });
  if (reason !== undefined) return reason === '' ? 'no-check= needs a reason' : undefined;
  if (language === '') return `the block has no language; expected one of ${CHECKED}`;
  if (unknown.length > 0) return `unknown word "${unknown[0]}" after the language of the block`;
  if ((runs || exitCode !== undefined) && !scripted) return 'run and exit= are for sh';
  if (block.isExact && language !== 'text') return 'exact is for text';
  const isChecked = [isData, isModule, isSource].some((is) => is({ language }));
  if (scripted || isChecked || language === 'text') return undefined;
  return `${language} cannot be checked; expected one of ${CHECKED}, or no-check=REASON`;
}

/** Blocks that are left out of the check on purpose. */
export function uncheckedOf(blocks) {
  return blocks.filter(({ reason }) => reason !== undefined);
}

/** Checks that every block says how it is checked, and that few are not. */
export function checkFences(blocks) {
  const unchecked = uncheckedOf(blocks);
  const last = unchecked[MAX_UNCHECKED];
  const tooMany =
    last === undefined
      ? []
      : [
          {
            file: last.file,
            line: last.line,
            what: `${unchecked.length} blocks have no-check=REASON, at most ${MAX_UNCHECKED} may`,
          },
        ];
  return [
    ...blocks.flatMap((block) => {
      const what = problemOf(block);
      return what === undefined ? [] : [{ file: block.file, line: block.line, what }];
    }),
    ...tooMany,
  ];
}
