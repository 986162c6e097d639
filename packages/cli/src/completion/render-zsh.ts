import { defaultConfig } from '../config/default-config.ts';
import type { CompletedFlag, CompletedProgram, Offer } from './completed-program.ts';

/** Quotes text for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Text in a specification of `_arguments` or `_describe`, where these characters separate its parts. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, String.raw`\$&`);
}

function actionOf(offer: Offer): string {
  switch (offer) {
    case 'runs':
      return '_loadcell_runs';
    case 'folders':
      return '_files -/';
    case 'files':
      return '_files';
    case 'nothing':
      return '';
    default:
      return `(${offer.join(' ')})`;
  }
}

/** One specification for each name of a flag; names exclude each other unless it is repeatable. */
function specsOf(flag: CompletedFlag): string[] {
  const { long, short, description, offer, isRepeatable } = flag;
  const value = offer === undefined ? '' : `:${long}:${actionOf(offer)}`;
  const excluded = short === undefined ? `(--${long})` : `(-${short} --${long})`;
  const before = isRepeatable ? '*' : excluded;
  const tail = `[${escaped(description)}]${value}`;
  const isJoined = offer === undefined ? '' : '=';
  return [
    quoted(`${before}--${long}${isJoined}${tail}`),
    ...(short === undefined ? [] : [quoted(`${before}-${short}${tail}`)]),
  ];
}

function argumentLines(flags: readonly CompletedFlag[], indent: string): string {
  return flags
    .flatMap(specsOf)
    .map((spec) => `${indent}${spec} \\`)
    .join('\n');
}

/** The completion script for zsh. */
export function renderZsh({ commands, flags }: CompletedProgram): string {
  return `#compdef loadcell
# zsh completion for loadcell

# Names in the output folder, and folders.
_loadcell_runs() {
  local -a runs
  runs=(${defaultConfig().outputDir}/*(N-/:t))
  compadd -a runs
  _files -/
}

_loadcell() {
  local curcontext="$curcontext" context state line
  typeset -A opt_args
  # After --: a program and its files.
  integer separator=\${words[(i)--]}
  if (( separator < CURRENT )); then
    shift separator words
    (( CURRENT -= separator ))
    _normal
    return
  fi
  _arguments -C \\
${argumentLines(flags, '    ')}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command)
      local -a commands
      commands=(
${commands.map(({ name, summary }) => `        ${quoted(`${name}:${escaped(summary)}`)}`).join('\n')}
      )
      _describe -t commands command commands
      ;;
    argument)
      case $line[1] in
${commands
  .map(
    (one) => `        ${one.name})
          _arguments \\
${argumentLines(one.flags, '            ')}
            '*:argument:${actionOf(one.offer)}'
          ;;`,
  )
  .join('\n')}
      esac
      ;;
  esac
}

# Read by compinit as a file of its own, or sourced.
if [[ $funcstack[1] == _loadcell ]]; then
  _loadcell "$@"
else
  compdef _loadcell loadcell
fi
`;
}
