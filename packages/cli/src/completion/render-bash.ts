import { defaultConfig } from '../config/default-config.ts';
import {
  namesOf,
  type CompletedFlag,
  type CompletedProgram,
  type Offer,
} from './completed-program.ts';

/** The call that offers something; paths are the default of the shell. */
function callOf(offer: Offer): string {
  switch (offer) {
    case 'runs':
      return '_loadcell_runs';
    case 'folders':
      return '_loadcell_folders';
    case 'files':
    case 'nothing':
      return ':';
    default:
      return wordsCall(offer);
  }
}

function wordsCall(words: readonly string[]): string {
  return `_loadcell_words '${words.join(' ')}'`;
}

/** The cases of the values of flags. @param command `*` for flags before a command */
function valueCases(command: string, flags: readonly CompletedFlag[]): string[] {
  return flags.flatMap((flag) => {
    if (flag.offer === undefined) return [];
    const patterns = namesOf(flag).map((name) => `'${command} ${name}'`);
    return [`    ${patterns.join('|')}) ${callOf(flag.offer)}; return ;;`];
  });
}

/** The completion script for bash, 3.2 and later. */
export function renderBash({ commands, flags }: CompletedProgram): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for loadcell

# Words are matched as text: nothing in a name is expanded.
_loadcell_add() {
  [[ $2 == "$1"* ]] && COMPREPLY+=("$(printf '%q' "$2")")
}

_loadcell_words() {
  local word
  for word in $1; do _loadcell_add "$cur" "$word"; done
}

_loadcell_folders() {
  local folder
  while IFS= read -r folder; do
    COMPREPLY+=("$folder")
  done < <(compgen -d -- "$cur")
  compopt -o filenames 2>/dev/null
}

# Names in the output folder, then folders.
_loadcell_runs() {
  local run
  for run in ${defaultConfig().outputDir}/*/; do
    [[ -d $run ]] || continue
    run=\${run%/}
    _loadcell_add "$cur" "\${run##*/}"
  done
  [[ \${#COMPREPLY[@]} -gt 0 ]] || _loadcell_folders
}

_loadcell() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= i
  COMPREPLY=()
  # bash splits --flag=value at the equals sign.
  if [[ $cur == '=' ]]; then
    cur=
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} == -- ]]; then
      # After --: the name of a program, then its files.
      if ((i + 1 == COMP_CWORD)); then
        while IFS= read -r command; do
          COMPREPLY+=("$command")
        done < <(compgen -c -- "$cur")
      fi
      return
    fi
    if [[ -z $command ]]; then
      case \${COMP_WORDS[i]} in
        ${names.join('|')}) command=\${COMP_WORDS[i]} ;;
      esac
    fi
  done
  case "$command $prev" in
${[...valueCases('', flags), ...commands.flatMap((one) => valueCases(one.name, one.flags))].join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case $command in
      '') ${wordsCall(flags.flatMap(namesOf))} ;;
${commands.map((one) => `      ${one.name}) ${wordsCall(one.flags.flatMap(namesOf))} ;;`).join('\n')}
    esac
    return
  fi
  case $command in
    '') ${wordsCall(names)} ;;
${commands.map(({ name, offer }) => `    ${name}) ${callOf(offer)} ;;`).join('\n')}
  esac
}

complete -o default -F _loadcell loadcell
`;
}
