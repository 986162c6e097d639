const INTERRUPTED = 130;

function end() {
  process.exit(INTERRUPTED);
}

/**
 * Lets an interrupted suite stop what it started. By default, a signal ends this process without its `exit` event, which
 * `holding` listens to.
 * @template Value
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function endingOnSignals(work) {
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    return await work();
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  }
}
