// Answers what it was sent, with nothing around it.
self.onmessage = ({ data: { id, payload } }) => self.postMessage({ id, result: payload });
self.postMessage('ready');
