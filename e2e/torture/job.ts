/** What one life is to do. */
export interface ChildJob {
  dataDir: string;
  port: number;
  /** Publish up to this number … */
  upTo: number;
  /** … those that nobody acknowledged yet. */
  missing: readonly number[];
  /** When the whole run began, milliseconds since 1970. */
  startedAt: number;
  clockOffsetMs: number;
  seed: number;
  /** The disk fills in this life. */
  full: boolean;
}

export type ChildMessage =
  | { kind: 'ready' }
  /** The full disk kept it from opening. */
  | { kind: 'didNotOpen' }
  /** Committed: from here on they must arrive. */
  | { kind: 'acknowledged'; numbers: number[] }
  | { kind: 'refused' }
  | { kind: 'memory'; residentBytes: number }
  | { kind: 'replayed'; deadLetters: DeadLetter[] }
  /** `order`: numbers as the ordered channel's deliveries were written. */
  | { kind: 'stopping'; leftOver: number; order: number[] };

/** Every hundredth notice is critical and may overtake the others. */
export function isCritical(number: number): boolean {
  return number % 100 === 0;
}

/** A delivery that ended without arriving, before it was sent again by hand. */
export interface DeadLetter {
  number: number;
  why: string;
}
