import { describe, expect, it } from 'vitest';
import { runBothWays } from '../support/both-ways.ts';

describe('a recorded command', () => {
  it.each([
    ['arguments', `record printf '[%s]' '' 'a b' '*' '$x' '--' '"' "'" $'\\xff\\xfe' 'ä'`],
    ['exit status', 'record sh -c "exit 77"'],
    ['a signal that ends it', 'record sh -c "kill -TERM \\$\\$"; echo $?'],
    ['a real-time signal', 'record sh -c "kill -40 \\$\\$"; echo $?'],
    ['a core dump', 'ulimit -c 0; record sh -c "kill -ABRT \\$\\$" ; echo $?'],
    ['standard input', 'record cat < input'],
    ['input of a pipe', 'printf abc | record wc -c'],
    ['output into a pipe that closes', 'record sh -c "yes 2>/dev/null" | head -1'],
    ['a descriptor', 'record sh -c "cat <&4" 4< input'],
    ['a writable descriptor', 'record sh -c "echo out >&5" 5> file; cat file'],
    ['ends of pipes', 'record cat /dev/fd/9 9< <(seq 3)'],
    ['a bash function', 'f() { echo hi; }; export -f f; record bash -c f'],
    ['names that are not identifiers', 'record env -i a-b=1 discovery.type=x env | sort'],
    [
      'names that a shell sets',
      'env -i IFS=q PPID=4 OPTIND=7 PWD=/nowhere PATH="$PATH" record env | grep -v ^LOADCELL',
    ],
    ['a value that is not UTF-8', `X=$'\\xff' record sh -c 'printf %s "$X"'`],
    ['the working directory', 'cd /usr/bin; record pwd'],
    ['limits', '(ulimit -Sc 0; ulimit -Ss 4096; record sh -c "ulimit -Sc; ulimit -Ss")'],
    ['the file mode mask', 'umask 027; record sh -c umask'],
    ['no descriptor of the recorder', 'record ls /proc/self/fd | grep -c "[0-9]"'],
    ['a script without a shebang line', 'record ./plain a b'],
    ['a background process', 'record sh -c "sleep 0.2 & wait; echo over"'],
    // Two concurrent jobs end in either order.
    ['a job server', 'make -s -j2 -f jobs.mk RECORD="record " | sort; echo "${PIPESTATUS[0]}"'],
  ])('has %s as without a recorder', async (_, script) => {
    const { plain, recorded } = await runBothWays(script);
    expect(recorded).toEqual(plain);
    expect(plain.stdout + String(plain.code)).not.toBe('0');
  });
});
