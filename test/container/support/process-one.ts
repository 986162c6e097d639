/** Runs in mount and process namespaces of its own, so that nothing stays mounted. */
const IN_ROOT = `
  root=$1; shift
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  exec chroot --userspec=1000:1000 "$root" env --chdir=/work HOME=/home/node "$@"`;

/**
 * The program and arguments that run a command as process 1, as in a container that is started without `--init`.
 * @param root root folder of the container
 */
export function asProcessOne(root: string, command: readonly string[]): [string, ...string[]] {
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
  return ['unshare', ...namespaces, 'sh', '-euc', IN_ROOT, 'sh', root, ...command];
}
