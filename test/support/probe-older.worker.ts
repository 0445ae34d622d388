/** A worker of the older wire: `{type, id, payload}` in, `{id, success, result, error}` out, and never a word of its own. */

interface OlderRequest {
  readonly id: string;
  readonly type: string;
  readonly payload: number;
}

addEventListener('message', ({ data: { id, type, payload } }: MessageEvent<OlderRequest>) => {
  const answer =
    type === 'double' ? { success: true, result: payload * 2 } : { success: false, error: `Unknown type ${type}` };
  postMessage({ id, ...answer });
});
