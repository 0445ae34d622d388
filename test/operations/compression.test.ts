/** The compression operations called as what they are: plain functions. */
import type { AnyOperation } from '../../src/operation.js';
import { compressionOperations } from '../../src/operations/compression.js';
import type { CompressionCall } from '../support/compressing.js';
import { quiet } from '../support/operation-context.js';
import { compressionCases } from './compression-cases.js';

const call: CompressionCall = async (type, input) => {
  const operation: AnyOperation = compressionOperations[type];
  return (await operation(input as never, quiet())) as never;
};

describe('the compression operations', () => {
  for (const { title, run } of compressionCases) it(title, () => run(call));
});
