/** Registers <connectivity-check>. */
import { ConnectivityCheck } from '../connectivity-check.js';

ConnectivityCheck.define();
