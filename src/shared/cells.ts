/** Which cell of a memory holds what, for those that use the bare memory: the classes bring links and listeners that a call does not need. */

/** Progress: how much is done, of how much. */
export const LOADED = 0;
export const TOTAL = 1;

/** Cancellation: 0 until it is cancelled. */
export const STATE = 0;
