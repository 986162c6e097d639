import { defaultConfig } from '../config/default-config.ts';
import type { CompletedFlag, CompletedProgram, Offer } from './completed-program.ts';

/** Quotes text for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

/** The options of `complete` for a value or an operand. */
function optionsOf(offer: Offer): string {
  switch (offer) {
    case 'runs':
      return "-f -a '(__loadcell_runs)'";
    case 'folders':
      return "-f -a '(__fish_complete_directories)'";
    case 'files':
      return '-F';
    case 'nothing':
      return '-f';
    default:
      return `-f -a ${quoted(offer.join(' '))}`;
  }
}

function flagLine(condition: string, flag: CompletedFlag): string {
  const { long, short, description, offer } = flag;
  const names = `-l ${long}${short === undefined ? '' : ` -s ${short}`}`;
  const value = offer === undefined ? '' : ` -r ${optionsOf(offer)}`;
  return `complete -c loadcell -n ${quoted(condition)} ${names}${value} -d ${quoted(description)}`;
}

/** The completion script for fish. */
export function renderFish({ commands, flags }: CompletedProgram): string {
  const noCommand = '__fish_use_subcommand';
  return `# fish completion for loadcell

# Names in the output folder, then folders.
function __loadcell_runs
    for run in ${defaultConfig().outputDir}/*/
        string split -r -m 1 / -- (string trim -r -c / -- $run)[1] | tail -n 1
    end
    __fish_complete_directories
end

${flags.map((flag) => flagLine(noCommand, flag)).join('\n')}
${commands
  .map(
    ({ name, summary }) =>
      `complete -c loadcell -n ${quoted(noCommand)} -f -a ${name} -d ${quoted(summary)}`,
  )
  .join('\n')}
${commands
  .map(({ name, flags: own, offer }) => {
    const condition = `__fish_seen_subcommand_from ${name}`;
    return [
      `complete -c loadcell -n ${quoted(condition)} ${optionsOf(offer)}`,
      ...own.map((flag) => flagLine(condition, flag)),
    ].join('\n');
  })
  .join('\n')}
`;
}
