# Types each argument into an interactive zsh with the completion script $SCRIPT, presses Tab, and prints the list and the
# resulting line as <<line>>END.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'stty cols 200; PS1=; PS2=; autoload -Uz compinit; compinit -u -D; setopt no_beep; source $SCRIPT'
zpty -w shell 'finish() { print -r -- "<<$BUFFER>>END"; BUFFER=; }; zle -N finish'
zpty -w shell 'bindkey "^Xf" finish; bindkey "^I" complete-word; echo READY$((1 + 1))'
zpty -r shell text '*READY2*'
for line in "$@"; do
  zpty -w -n shell "$line"$'\t\x18f'
  zpty -r shell text '*>>END*'
  print -r -- "$text"
done
zpty -d shell
