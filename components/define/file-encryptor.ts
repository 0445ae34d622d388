/** Registers <file-encryptor>. */
import { FileEncryptor } from '../file-encryptor.js';

FileEncryptor.define();
