/** Which URLs may be asked, and that errors about the others repeat no password. */
import { expect } from '@open-wc/testing';
import { addressOf } from '../../../src/operations/network/address.js';
import { networkOperations } from '../../../src/operations/network.js';
import { quiet } from '../../support/operation-context.js';
import { rejection } from '../../support/outcome.js';

describe('the address that is asked', () => {
  it('may have an @ behind the host', () => {
    expect(addressOf('https://a.test/lit@3?to=a@b.test').href).to.equal('https://a.test/lit@3?to=a@b.test');
  });

  for (const url of [
    'https://me:secret@a.test/',
    'https://secret@a.test/',
    'https://me:secret@',
    'ftp://me:secret@a.test/',
  ]) {
    it(`is not one like ${url}, and the error does not repeat it`, async () => {
      const input = { targets: [{ url }], timeout: 1000, atOnce: 1 };
      const call = async () => networkOperations['check-connectivity'](input, quiet());
      const reason = await rejection(call());
      expect(reason).to.include({ name: 'OperationError', code: 'invalid' });
      expect(String(reason)).to.not.include('secret');
    });
  }

  it('is named by errors where it holds no @', () => {
    expect(() => addressOf('ftp://a.test/')).to.throw('ftp://a.test/');
  });
});
