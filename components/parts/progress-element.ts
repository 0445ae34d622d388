/** Handler properties for what elements that do work fire beside the events of every HTMLElement. */
import { getHandler, setHandler, type Handler } from './event-handlers.js';
import { TypedElement } from './typed-events.js';

/** `Own` are the events that it fires. */
export abstract class ProgressElement<Own> extends TypedElement<Own> {
  get onloadend(): Handler<ProgressEvent> {
    return getHandler(this, 'loadend');
  }
  set onloadend(handler: Handler<ProgressEvent>) {
    setHandler(this, 'loadend', handler);
  }
  get ontimeout(): Handler<ProgressEvent> {
    return getHandler(this, 'timeout');
  }
  set ontimeout(handler: Handler<ProgressEvent>) {
    setHandler(this, 'timeout', handler);
  }
  get onstatechange(): Handler {
    return getHandler(this, 'statechange');
  }
  set onstatechange(handler: Handler) {
    setHandler(this, 'statechange', handler);
  }
}
