/**
 * Values, each made of another one. What it was made of is released, which a generator keeps until its next value is taken: of
 * hundreds of files that are read by turns, that is a batch of each.
 */
export function mapped<From, To>(
  values: Iterable<From>,
  make: (value: From) => To,
): IterableIterator<To> {
  const iterator = values[Symbol.iterator]();
  const made: IterableIterator<To> = {
    [Symbol.iterator]: () => made,
    next: () => {
      const next = iterator.next();
      return next.done === true
        ? { done: true, value: undefined }
        : { done: false, value: make(next.value) };
    },
  };
  return made;
}
