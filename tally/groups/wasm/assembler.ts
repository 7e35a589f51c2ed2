/**
 * Writes WebAssembly modules byte by byte: just the instructions and sections the multiplier needs, in the binary
 * format of the WebAssembly core specification 2.0 (with the relaxed-SIMD multiply-add of 3.0). Nothing is optimised
 * or checked here; the engine that loads the module validates it. The same calls give the same bytes.
 */
export type ValueType = 'i32' | 'i64' | 'f64' | 'v128';

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const NO_RESULT = 0x40;

/** A local variable of a function under construction. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** An open block, by the number of control structures around its inside. */
export interface Block {
  readonly depth: number;
}

/** The body of one function, written instruction by instruction; every method appends and returns the body. */
export class FunctionBody {
  readonly #parameterCount: number;
  readonly #locals: ValueType[] = [];
  readonly #code: number[] = [];
  #depth = 0;

  constructor(parameters: readonly ValueType[]) {
    this.#parameterCount = parameters.length;
  }

  /** A fresh local, zero at entry. */
  local(type: ValueType): Local {
    this.#locals.push(type);
    return { index: this.#parameterCount + this.#locals.length - 1, type };
  }

  locals(type: ValueType, count: number): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  get(local: Local): this {
    return this.#emit(0x20, ...unsigned(local.index));
  }
  set(local: Local): this {
    return this.#emit(0x21, ...unsigned(local.index));
  }
  tee(local: Local): this {
    return this.#emit(0x22, ...unsigned(local.index));
  }
  i32(value: number): this {
    return this.#emit(0x41, ...signed(BigInt(value)));
  }
  i64(value: bigint): this {
    return this.#emit(0x42, ...signed(value));
  }
  f64(value: number): this {
    return this.#emit(0x44, ...new Uint8Array(new Float64Array([value]).buffer));
  }
  /** A vector constant; one value fills both lanes. */
  f64x2(lower: number, upper = lower): this {
    return this.#emit(0xfd, ...unsigned(0x0c), ...new Uint8Array(new Float64Array([lower, upper]).buffer));
  }

  /** Plain instructions without operands of their own. */
  op(...names: readonly (keyof typeof OPCODES)[]): this {
    for (const name of names) this.#emit(...OPCODES[name]);
    return this;
  }

  /** Loads and stores take their address from the stack, plus a constant `offset` >= 0 in bytes. */
  access(name: keyof typeof ACCESS, offset = 0): this {
    return this.#emit(...ACCESS[name], name === 'i32.load' ? 2 : 3, ...unsigned(offset));
  }

  /** The sixteen bytes picked from the concatenation of the two vectors on the stack. */
  shuffle(lanes: readonly number[]): this {
    return this.#emit(0xfd, ...unsigned(0x0d), ...lanes);
  }

  call(functionIndex: number): this {
    return this.#emit(0x10, ...unsigned(functionIndex));
  }

  /** A block that `leaveIf` can leave from anywhere inside. */
  block(body: (block: Block) => void): this {
    this.#emit(0x02, NO_RESULT);
    this.#nested(() => body({ depth: this.#depth }));
    return this.#emit(0x0b);
  }

  /** Jumps behind the end of an enclosing block if the i32 on the stack is not zero. */
  leaveIf(block: Block): this {
    return this.#emit(0x0d, ...unsigned(this.#depth - block.depth));
  }

  /** Repeats `body` while `condition` (which leaves an i32) holds, at least once. */
  repeatWhile(body: () => void, condition: () => void): this {
    this.#emit(0x03, NO_RESULT);
    this.#nested(() => {
      body();
      condition();
      this.#emit(0x0d, 0);
    });
    return this.#emit(0x0b);
  }

  /** Runs `body` if the i32 on the stack is not zero. */
  when(body: () => void): this {
    this.#emit(0x04, NO_RESULT);
    this.#nested(body);
    return this.#emit(0x0b);
  }

  /** The function as the code section holds it. */
  encode(): number[] {
    const groups = this.#locals.flatMap((type) => [1, TYPE_CODES[type]]);
    const content = [...unsigned(this.#locals.length), ...groups, ...this.#code, 0x0b];
    return [...unsigned(content.length), ...content];
  }

  #nested(write: () => void): void {
    this.#depth += 1;
    write();
    this.#depth -= 1;
  }

  #emit(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#code.push(byte);
    return this;
  }
}

/** A module with one memory, exported as `memory`, and functions, some of them exported. */
export class ModuleBuilder {
  readonly #memoryPages: number;
  readonly #functions: { parameters: readonly ValueType[]; name: string | undefined; body: FunctionBody }[] =
    [];

  /** @param memoryPages initial size of the memory in pages of 64 KiB; it may grow */
  constructor(memoryPages: number) {
    this.#memoryPages = memoryPages;
  }

  /**
   * Adds a function without results.
   * @param name its export name, or undefined for an inner function
   * @param write gets the empty body and the parameters as locals
   * @returns its index, for `call`
   */
  function(
    name: string | undefined,
    parameters: readonly ValueType[],
    write: (body: FunctionBody, ...parameters: Local[]) => void,
  ): number {
    const body = new FunctionBody(parameters);
    write(body, ...parameters.map((type, index) => ({ index, type })));
    this.#functions.push({ parameters, name, body });
    return this.#functions.length - 1;
  }

  encode(): Uint8Array<ArrayBuffer> {
    const types = this.#functions.map(({ parameters }) => [
      0x60,
      ...vector(parameters.map((type) => [TYPE_CODES[type]])),
      0,
    ]);
    const exports = [[...text('memory'), 2, 0]];
    this.#functions.forEach(({ name }, index) => {
      if (name !== undefined) exports.push([...text(name), 0, ...unsigned(index)]);
    });
    return new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, vector(types)),
      ...section(3, vector(this.#functions.map((_, index) => unsigned(index)))),
      ...section(5, vector([[0, ...unsigned(this.#memoryPages)]])),
      ...section(7, vector(exports)),
      ...section(10, vector(this.#functions.map(({ body }) => body.encode()))),
    ]);
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): number[] {
  return vector([...name].map((letter) => [letter.charCodeAt(0)]));
}

/** LEB128 of an integer >= 0. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

/** LEB128 of a signed integer of up to 64 bits. */
function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64n || rest > 63n; rest >>= 7n) bytes.push(Number(BigInt.asUintN(7, rest)) | 0x80);
  bytes.push(Number(BigInt.asUintN(7, rest)));
  return bytes;
}

const vectorOpcode = (code: number) => [0xfd, ...unsigned(code)];

const ACCESS = {
  'i32.load': [0x28],
  'i64.load': [0x29],
  'i64.store': [0x37],
  'f64.load': [0x2b],
  'f64.store': [0x39],
  'v128.load': vectorOpcode(0x00),
  'v128.load64_splat': vectorOpcode(0x0a),
  'v128.store': vectorOpcode(0x0b),
} as const;

const OPCODES = {
  'i32.lt_s': [0x48],
  'i32.lt_u': [0x49],
  'i32.add': [0x6a],
  'i32.shr_u': [0x76],
  'i64.add': [0x7c],
  'i64.sub': [0x7d],
  'i64.and': [0x83],
  'i64.or': [0x84],
  'i64.shl': [0x86],
  'i64.shr_s': [0x87],
  'i64.shr_u': [0x88],
  'f64.convert_i64_s': [0xb9],
  'f64.add': [0xa0],
  'i64.trunc_sat_f64_s': [0xfc, 0x06],
  'f64x2.add': vectorOpcode(0xf0),
  'f64x2.sub': vectorOpcode(0xf1),
  'f64x2.mul': vectorOpcode(0xf2),
  'f64x2.relaxed_madd': vectorOpcode(0x107),
} as const;
