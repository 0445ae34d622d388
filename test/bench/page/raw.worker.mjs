// Answers what it was sent, with nothing around it.
self.onmessage = ({ data: { id, type, payload } }) => {
  // asked in our words, it answers in ours
  self.postMessage(type === undefined ? { id, data: payload } : { duration: 0.1, id, success: true, data: payload });
};
self.postMessage('ready');
