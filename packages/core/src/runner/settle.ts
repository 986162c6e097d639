/** How work ended. */
export type Settled = { readonly ok: true } | { readonly ok: false; readonly error: unknown };

/** Waits for work to end, whether it fails or not. */
export function settle(work: Promise<void>): Promise<Settled> {
  return work.then(
    () => ({ ok: true }),
    (error: unknown) => ({ ok: false, error }),
  );
}
