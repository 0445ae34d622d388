/** The operations that one side offers, as tables that only their own functions can be reached in. */
import type { AnyOperation, OperationContext, Services } from '../operation.js';

export interface Offer {
  /** Nothing is known of its input: that came over the wire. */
  readonly operation: (payload: unknown, context: OperationContext) => unknown;
  /** Its last call returned almost at once; a promise counts. */
  quick: boolean;
}

/** Own functions only, in maps: `__proto__`, `constructor` and what is inherited cannot be reached by any name. */
export function tablesOf(services: Services): Map<string, Map<string, Offer>> {
  return new Map(
    Object.entries(services).map(([channel, table]) => {
      const own = Object.entries(table).filter(([, operation]) => typeof operation === 'function');
      return [
        channel,
        new Map(own.map(([type, operation]) => [type, { operation: unchecked(operation), quick: false }])),
      ];
    }),
  );
}

/** Whether the input is what the operation takes, only the operation can tell. */
function unchecked(operation: AnyOperation): Offer['operation'] {
  return (payload, context) => operation(payload as never, context);
}
