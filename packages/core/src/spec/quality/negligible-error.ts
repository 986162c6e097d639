/** A client that was never kept from running is late by less, nanoseconds. */
export const NEGLIGIBLE_ERROR_NS = 250_000;
