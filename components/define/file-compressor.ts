/** Registers <file-compressor>. */
import { FileCompressor } from '../file-compressor.js';

FileCompressor.define();
