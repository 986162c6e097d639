# Completes the last argument in bash with the completion script $SCRIPT, and prints one completion per line.
source "$SCRIPT"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_loadcell
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
