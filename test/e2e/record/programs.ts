/** A script with a real program, and what it needs. */
export interface ProgramCase {
  readonly needs: string;
  readonly script: string;
  /** What a shell must be able to do here. */
  readonly probe?: string;
  /** For what needs root. */
  readonly asRoot?: true;
  /** A part of its output, so that two failures do not count as equal. */
  readonly prints: string;
}

const GIT = `export HOME="$PWD" GIT_AUTHOR_DATE='2026-01-01 00:00:00' GIT_COMMITTER_DATE='2026-01-01 00:00:00'; git init -q; git config user.name x; git config user.email x@x.x`;
const POOL = `import multiprocessing as m\nif __name__ == "__main__": print(sum(m.Pool(3).map(abs, range(-50, 50))))`;
const STATIC = `printf '#include <stdio.h>\\nint main(int n, char** v) { puts(v[n - 1]); return n; }' > a.c; gcc -static -o a a.c`;

/** Runs with and without the recorder: `record` precedes the command. */
export const PROGRAMS: Readonly<Record<string, ProgramCase>> = {
  'git status': { needs: 'git', script: `${GIT}; record git status --short`, prints: '?? input' },
  'git commit with a hook': {
    needs: 'git',
    script: `${GIT}; printf '#!/bin/sh\\necho hook $GIT_INDEX_FILE > hooked' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; git add input; record git commit -qm done; cat hooked; record git log --format=%s%H`,
    prints: 'done',
  },
  'ssh-agent around a command': {
    needs: 'ssh-agent',
    script: 'record ssh-agent sh -c \'ssh-add -l; echo "${SSH_AGENT_PID:+set}"; exit 6\'',
    prints: 'set',
  },
  'ssh-agent that becomes a daemon': {
    needs: 'ssh-agent',
    script:
      'eval "$(record ssh-agent -s 2> /dev/null)" > /dev/null; ssh-add -l; kill "$SSH_AGENT_PID"; echo $?',
    prints: 'no identities',
  },
  'ssh-agent in the foreground': {
    needs: 'ssh-agent',
    script: 'timeout 3 record ssh-agent -D -a socket > /dev/null; echo $?; ls socket',
    prints: '124',
  },
  'xargs with many processes': {
    needs: 'xargs',
    script: 'seq 20 | record xargs -P4 -n1 sh -c \'echo "<$0>"\' | sort',
    prints: '<20>',
  },
  tar: {
    needs: 'tar',
    script: 'record tar cf - input plain | record tar tvf - | wc -l',
    prints: '2',
  },
  'find with -exec': {
    needs: 'find',
    script: 'record find . -name input -exec wc -l {} \\;',
    prints: '2 ./input',
  },
  'sort with files of its own': {
    needs: 'sort',
    script: 'seq 20000 | record sort -rn -S 64k -T . | cksum; ls | grep -c sort',
    prints: ' 108894\n0',
  },
  node: {
    needs: 'node',
    script: `record node -e 'process.stdin.on("data", (d) => process.stdout.write(d)).on("end", () => process.exit(3))' < input`,
    prints: 'two',
  },
  'perl with a timer': {
    needs: 'perl',
    script: `record perl -e '$SIG{ALRM} = sub { print "alarm @ARGV"; exit 4 }; alarm 1; sleep 9' a b`,
    prints: 'alarm a b',
  },
  awk: {
    needs: 'awk',
    script: `record awk '{ n += length } END { print n; exit 2 }' input`,
    prints: '6',
  },
  'sed in place': {
    needs: 'sed',
    script: 'record sed -i s/one/uno/ input; cat input',
    prints: 'uno',
  },
  'timeout, which ends it': {
    needs: 'timeout',
    script: 'record timeout 0.2 sleep 9; echo $?',
    prints: '124',
  },
  'timeout around it': {
    needs: 'timeout',
    script: 'timeout 2 record sleep 9; echo $?',
    prints: '124',
  },
  nohup: {
    needs: 'nohup',
    script: 'record nohup sh -c "kill -HUP \\$\\$; echo alive" 2> /dev/null',
    prints: 'alive',
  },
  setsid: {
    needs: 'setsid',
    script: 'record setsid -w sh -c \'[ "$(ps -o sid= -p $$)" -eq $$ ] && echo leads; exit 9\'',
    prints: 'leads',
  },
  'script, which makes a terminal': {
    needs: 'script',
    script: 'record script -qec "test -t 0 && stty size < /dev/tty" /dev/null < /dev/null',
    prints: '0 0',
  },
  'tee in a pipeline': {
    needs: 'tee',
    script: 'seq 5 | record tee one two | tail -n 1; cat one two | wc -l',
    prints: '5\n10',
  },
  su: {
    needs: 'su',
    asRoot: true,
    script: 'record su nobody -s /bin/sh -c "id -un"',
    prints: 'nobody',
  },
  setpriv: {
    needs: 'setpriv',
    asRoot: true,
    script: 'record setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all id -u',
    prints: '65534',
  },
  sudo: { needs: 'sudo', asRoot: true, script: 'record sudo -u nobody id -un', prints: 'nobody' },
  'strace, which traces': {
    needs: 'strace',
    probe: 'strace -o /dev/null true',
    script: `record strace -f -e trace=execve -o trace sh -c 'env true; echo over'; grep -c execve trace | grep -qv '^0' && echo traced`,
    prints: 'traced',
  },
  'gdb, which traces': {
    needs: 'gdb',
    probe: 'gdb -nx -batch -ex run --args /bin/true',
    script: `record gdb -nx -batch -ex 'run > /dev/null' -ex 'print 6 * 7' --args /bin/sh -c 'exit 3' 2> /dev/null | grep -v '^\\['`,
    prints: '= 42',
  },
  'a user namespace': {
    needs: 'unshare',
    probe: 'unshare -Ur true',
    script: 'record unshare -Ur id -u',
    prints: '0',
  },
  'a pid namespace': {
    needs: 'unshare',
    probe: 'unshare -Urpf --mount-proc true',
    script: `record unshare -Urpf --mount-proc sh -c 'echo "pid $$"; sleep 0.1 & wait; exit 5'`,
    prints: 'pid 1',
  },
  'a static program': {
    needs: 'gcc',
    script: `${STATIC}; record ./a x y; echo $?`,
    prints: 'y\n3',
  },
  'the loader of programs': {
    needs: 'ld.so',
    script: 'record ld.so /bin/echo "through the loader"',
    prints: 'through the loader',
  },
  'a setuid program': {
    needs: 'gcc',
    asRoot: true,
    script: `printf '#include <stdio.h>\\n#include <unistd.h>\\nint main() { printf("euid %%d\\\\n", geteuid()); }' > u.c; gcc -o u u.c; chmod 755 . u; chown nobody u; chmod u+s u; record ./u`,
    prints: 'euid 65534',
  },
  'bash with exec': {
    needs: 'bash',
    script: `record bash -c 'exec -a other cat /proc/self/cmdline' | tr '\\0' ' '`,
    prints: 'other /proc',
  },
  'bash with jobs': {
    needs: 'bash',
    script: `record bash -mc 'sleep 0.2 & (exit 3) & wait $!; echo $?; wait; jobs'`,
    prints: '3',
  },
  'dash with a trap': {
    needs: 'dash',
    script: `record dash -c 'trap "echo bye" EXIT; trap "echo usr" USR1; kill -USR1 $$; exit 8'`,
    prints: 'usr\nbye',
  },
  'no environment': { needs: 'env', script: 'record env -i env; echo "code $?"', prints: 'code 0' },
  'python with processes': {
    needs: 'python3',
    script: `record python3 -c '${POOL}'`,
    prints: '2500',
  },
  'a compiler': {
    needs: 'gcc',
    script: `echo 'int main() { return 7; }' | record gcc -x c - -o seven; ./seven; echo $?`,
    prints: '7',
  },
  openssl: { needs: 'openssl', script: 'record openssl dgst -sha256 input', prints: 'SHA2' },
  'curl of a file': { needs: 'curl', script: 'record curl -s "file://$PWD/input"', prints: 'two' },
  jq: { needs: 'jq', script: `echo '{"a": [1, 2]}' | record jq -e '.a[1]'`, prints: '2' },
  flock: {
    needs: 'flock',
    script: `record flock lock sh -c 'flock -n lock true || echo held'; flock -n lock echo free`,
    prints: 'held\nfree',
  },
  'dd of /dev/zero': {
    needs: 'dd',
    script: 'record dd if=/dev/zero bs=1k count=4 status=none | wc -c',
    prints: '4096',
  },
  'grep without a match': {
    needs: 'grep',
    script: 'record grep -c three input; echo $?',
    prints: '0\n1',
  },
  'input from /dev/null': {
    needs: 'wc',
    script: 'record wc -c < /dev/null; echo $?',
    prints: '0\n0',
  },
  'a descriptor of /dev/null': {
    needs: 'bash',
    script: `record sh -c 'cat <&5; readlink /proc/self/fd/5' 5< /dev/null`,
    prints: '/dev/null',
  },
  'a reader that closes its input': {
    needs: 'bash',
    script: `yes | record sh -c 'head -n 1; exec 0<&-; echo over'`,
    prints: 'y\nover',
  },
  'an end of a pipe that it closes': {
    needs: 'bash',
    script: `exec 7> >(cat; echo "end of file"); record sh -c 'echo in >&7' ; exec 7>&-; wait`,
    prints: 'in\nend of file',
  },
};
