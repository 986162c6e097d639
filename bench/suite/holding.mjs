/**
 * Does work and then releases what it holds; also when this process exits before the work has ended.
 * @template Value
 * @param {() => void} release may be called twice
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function holding(release, work) {
  // What was taken last is released first.
  process.prependOnceListener('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
