/** The probe's operations under the name of a built-in one, for whoever can call no others: `hash` of a Blob that names one of them. */
import type { OperationContext } from '../../src/operation.js';
import { probeServices } from './probe-services.js';

const { probe } = probeServices;
const operations: Readonly<Record<string, (type: string, context: OperationContext) => unknown>> = {
  echo: (type) => probe.echo(type),
  hang: (type, context) => probe.hang(type, context),
  spin: (type, context) => probe.spin(type, context),
  close: () => probe.close(),
  uncloneable: () => probe.uncloneable(),
  rejectElsewhere: () => probe.rejectElsewhere(),
  throwElsewhere: () => probe.throwElsewhere(),
};

export const probeCrypto = {
  async hash({ data }: { readonly data: Blob }, context: OperationContext): Promise<unknown> {
    const type = await data.text();
    return operations[type]?.(type, context);
  },
};
