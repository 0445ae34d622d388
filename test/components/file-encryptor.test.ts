/** <file-encryptor> does what its attributes, properties and methods say. */
import { expect } from '@open-wc/testing';
import '../../components/define/all.js';

describe('<file-encryptor>', () => {
  it('seals a file and opens it again', async () => {
    const element = document.createElement('file-encryptor');
    document.body.append(element);
    element.kdf = 'pbkdf2 100000';
    element.passphrase = 'correct horse';
    element.files = [new File(['hello'], 'hello.txt', { type: 'text/plain' })];
    const [sealed] = await element.start();
    expect(sealed?.name).to.equal('hello.txt.sealed');
    element.files = [sealed!];
    const [opened] = await element.start();
    expect(await opened!.text()).to.equal('hello');
    expect(opened!.name).to.equal('hello.txt');
  });
});
