/** The inspection operations called as what they are: plain functions. */
import { expect } from '@open-wc/testing';
import type { AnyOperation } from '../../src/operation.js';
import { inspectionOperations } from '../../src/operations/inspection.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { inspectionCases, type InspectionCall } from './inspection-cases.js';

const call: InspectionCall = async (type, input) => {
  const operation: AnyOperation = inspectionOperations[type];
  return (await operation(input as never, quiet())) as never;
};

describe('the inspection operations', () => {
  for (const { title, run } of inspectionCases) it(title, () => run(call));

  it('stop with the reason of their signal', async () => {
    const reason = new Error('enough');
    const context = quiet(AbortSignal.abort(reason));
    expect(await rejection(inspectionOperations['read-metadata']({ data: new Blob(['a']) }, context))).to.equal(reason);
  });
});
