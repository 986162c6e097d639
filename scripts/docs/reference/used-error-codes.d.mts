/** Codes that the sources give to errors, as far as they are written out. */
export function usedErrorCodes(): string[];
