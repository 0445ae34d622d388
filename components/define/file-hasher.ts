/** Registers <file-hasher>. */
import { FileHasher } from '../file-hasher.js';

FileHasher.define();
