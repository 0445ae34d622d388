/** Registers <file-inspector>. */
import { FileInspector } from '../file-inspector.js';

FileInspector.define();
