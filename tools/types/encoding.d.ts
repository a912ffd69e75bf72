// The two globals beyond the language that pure code may use: browsers and Node have them, and the
// contract sandbox provides them. Anything else is passed in by whoever runs the code.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}

/** A type alone: pure code may pass a signal on, never make one or listen to it. */
interface AbortSignal {
  readonly aborted: boolean;
}
