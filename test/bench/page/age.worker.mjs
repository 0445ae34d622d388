// age-encryption in a worker of its own.
import * as age from '/age-encryption.js';
import { drain, streamThrough } from './age.mjs';

self.onmessage = async ({ data: { direction, file, identity } }) => {
  try {
    await drain(await streamThrough(direction, file, identity, age));
    self.postMessage('done');
  } catch (error) {
    self.postMessage(error);
  }
};
self.postMessage('ready');
