/**
 * The only platform names `tally/` may use beside ECMAScript itself: they exist, with the same meaning, in every
 * browser, in Node and in workerd. Anything else does not compile here.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label: 'utf-8', options: { readonly fatal: true; readonly ignoreBOM: true });
  decode(bytes: Uint8Array): string;
}
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: { readonly [name: string]: unknown };
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
