/** Registers <transfer-progress>. */
import { TransferProgress } from '../transfer-progress.js';

TransferProgress.define();
