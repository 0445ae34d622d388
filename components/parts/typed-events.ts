/** Listeners with the types of an element's, or an item's, own events: their overloads stand here, once. */
import { LitElement } from 'lit';
import type { EventMapOf, Listener, ProgressEventMap } from './events.js';

type Any = EventListenerOrEventListenerObject;

/** A lit element that fires the events of `Own`, beside those of every HTMLElement. */
export abstract class TypedElement<Own> extends LitElement {
  override addEventListener<Type extends keyof EventMapOf<Own>>(
    type: Type,
    listener: Listener<this, EventMapOf<Own>, Type>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: Any, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: Any, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<Type extends keyof EventMapOf<Own>>(
    type: Type,
    listener: Listener<this, EventMapOf<Own>, Type>,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: Any, options?: boolean | EventListenerOptions): void;
  override removeEventListener(type: string, listener: Any, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
  }
}

/** What is no element, and fires progress events and `statechange`. */
export abstract class ProgressTarget extends EventTarget {
  override addEventListener<Type extends keyof ProgressEventMap>(
    type: Type,
    listener: Listener<this, ProgressEventMap, Type>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: Any | null, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: Any | null, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<Type extends keyof ProgressEventMap>(
    type: Type,
    listener: Listener<this, ProgressEventMap, Type>,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: Any | null, options?: boolean | EventListenerOptions): void;
  override removeEventListener(type: string, listener: Any | null, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
  }
}
