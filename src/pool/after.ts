/** The timer of the protocol, for the bridge, which may import from here and not from there. */
export { after } from '../protocol/after.js';
