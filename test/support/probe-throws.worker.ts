/** A worker that throws before it serves anything. */
export {};

throw new RangeError('thrown at the top');
