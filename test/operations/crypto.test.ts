/** The crypto operations called as what they are: plain functions. */
import { cryptoOperations } from '../../src/operations/crypto.js';
import type { AnyOperation } from '../../src/operation.js';
import { quiet } from '../support/operation-context.js';
import { cryptoCases, type Call } from './crypto-cases.js';

const call: Call = async (type, input) => {
  const operation: AnyOperation = cryptoOperations[type];
  return (await operation(input as never, quiet())) as never;
};

describe('the crypto operations', () => {
  for (const { title, run } of cryptoCases) it(title, () => run(call));
});
