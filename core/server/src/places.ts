/**
 * Who has how many of the places there are for calls being answered (under-way.ts). A caller is at first whoever a call claims to come
 * from, so that it can be refused before anything is looked at, then who it was found to be; what a claim led to is remembered.
 */

import type { ServerResponse } from 'node:http';
import { rejection } from '@stele/base';

export interface PlaceLimits {
  readonly perCaller: number;
  readonly inAll: number;
}

interface Place {
  readonly claim: string;
  who: string;
}

/** Claims whose callers are remembered; beyond, all are found again. */
const CLAIMS_MAX = 10_000;

export class Places {
  readonly #limits: PlaceLimits;
  readonly #callerIsFull: Error;
  readonly #allAreFull: Error;
  readonly #taken = new Map<ServerResponse, Place>();
  readonly #counts = new Map<string, number>();
  readonly #callers = new Map<string, string>();
  /** Calls whose place was gone when their body had arrived, and why. */
  readonly #late = new WeakMap<ServerResponse, Error>();
  #isSwept = false;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
    const { perCaller, inAll } = limits;
    this.#callerIsFull = tooMany('CALLS_PER_CALLER_MAX', perCaller, 'this caller');
    this.#allAreFull = tooMany('CALLS_UNDER_WAY_MAX', inAll, 'all callers');
  }

  /** Why there is no place for who claims this; undefined when there is one. */
  lackFor(claim: string): Error | undefined {
    const who = this.#callers.get(claim) ?? claim;
    if (this.#lackOf(who) === undefined) return undefined;
    this.#sweep();
    return this.#lackOf(who);
  }

  /** Takes a place until the answer is made or its connection is closed. */
  take(claim: string, response: ServerResponse): void {
    if (isOver(response)) return;
    const full = this.lackFor(claim);
    if (full !== undefined) this.#late.set(response, full);
    const who = this.#callers.get(claim) ?? claim;
    this.#taken.set(response, { claim, who });
    this.#count(who, 1);
    response.once('close', () => {
      this.#giveBack(response);
    });
  }

  /** Says who was found behind a claim, where anybody was. Gives why the call is refused after all. */
  confirm(response: ServerResponse, found: string | undefined): Error | undefined {
    const place = this.#taken.get(response);
    const late = this.#late.get(response);
    if (late !== undefined || place === undefined) return late;
    if (found === undefined || found === place.who) return undefined;
    if (this.#callers.size >= CLAIMS_MAX) this.#callers.clear();
    this.#callers.set(place.claim, found);
    const full = this.#hasAll(found) ? this.#callerIsFull : undefined;
    this.#count(place.who, -1);
    this.#count(found, 1);
    place.who = found;
    return full;
  }

  #lackOf(who: string): Error | undefined {
    if (this.#hasAll(who)) return this.#callerIsFull;
    return this.#taken.size >= this.#limits.inAll ? this.#allAreFull : undefined;
  }

  #hasAll(who: string): boolean {
    return (this.#counts.get(who) ?? 0) >= this.#limits.perCaller;
  }

  /** Frees places of answers that are made and cannot leave: Node tells of none that waits behind another of its connection. */
  #sweep(): void {
    // Once a turn of the event loop: a refusal stays cheap.
    if (this.#isSwept) return;
    this.#isSwept = true;
    setImmediate(() => (this.#isSwept = false));
    for (const response of this.#taken.keys()) if (isOver(response)) this.#giveBack(response);
  }

  #giveBack(response: ServerResponse): void {
    const place = this.#taken.get(response);
    if (place === undefined) return;
    this.#taken.delete(response);
    this.#count(place.who, -1);
  }

  #count(who: string, change: 1 | -1): void {
    const count = (this.#counts.get(who) ?? 0) + change;
    if (count === 0) this.#counts.delete(who);
    else this.#counts.set(who, count);
  }
}

function isOver({ writableEnded, destroyed }: ServerResponse): boolean {
  return writableEnded || destroyed;
}

function tooMany(limit: string, value: number, whose: string): Error {
  const sentence = `${String(value)} calls of ${whose} are being answered already`;
  return rejection('TOO_MANY_UNDER_WAY', sentence, { retryable: true, data: { limit, value } });
}
