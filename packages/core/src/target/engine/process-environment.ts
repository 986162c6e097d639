/**
 * Environment of the engine process: that of the runner, and one setting for glibc's allocator.
 *
 * By default glibc raises its mmap threshold whenever a large block is freed; from then on large buffers come from heaps
 * that are never handed back, and a process that has unloaded its models seems to leak (180 MB resident where 97 are in
 * use). A fixed threshold makes the resident memory follow what the engine really holds; token rates do not change.
 * Someone who sets it is left alone; other allocators ignore it.
 */
export function readProcessEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { MALLOC_MMAP_THRESHOLD_: '131072', ...environment };
}
