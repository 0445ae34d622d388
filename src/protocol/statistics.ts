/** What a protocol counts, and how it tells. */

export interface Counts {
  sent: number;
  completed: number;
  failed: number;
  cancelled: number;
  timedOut: number;
  retried: number;
  answered: number;
  /** Milliseconds, of all answered calls together. */
  responseTime: number;
}

export interface ProtocolStats {
  /** Calls whose promise has not settled. */
  readonly pendingRequests: number;
  /** Milliseconds since the oldest of them was posted; 0 when there is none. */
  readonly oldestRequestAge: number;
  /** Milliseconds from posting to the answer, over all calls that were answered, with a result or an error; 0 before the first. */
  readonly averageResponseTime: number;
  /** Calls that were posted; a call that was tried again counts once. */
  readonly sent: number;
  readonly completed: number;
  /** Rejected for any reason but the two that follow. */
  readonly failed: number;
  readonly cancelled: number;
  readonly timedOut: number;
  /** Further tries. */
  readonly retried: number;
}

export function newCounts(): Counts {
  return { sent: 0, completed: 0, failed: 0, cancelled: 0, timedOut: 0, retried: 0, answered: 0, responseTime: 0 };
}

export function summarize(counts: Counts, pendingRequests: number, oldestStart: number | undefined): ProtocolStats {
  const { answered, responseTime, ...shown } = counts;
  return {
    pendingRequests,
    oldestRequestAge: oldestStart === undefined ? 0 : performance.now() - oldestStart,
    averageResponseTime: answered === 0 ? 0 : responseTime / answered,
    ...shown,
  };
}
