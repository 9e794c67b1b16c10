/** The arrays a column may be made of. */
type Numbers = Uint8Array | Uint32Array | Float64Array;

const chunkRows = 16_384;

/**
 * A growing list of numbers outside the JavaScript heap, in chunks: growing copies nothing, and a million of them costs
 * their bytes and no more.
 */
export class Column {
  private readonly chunks: Numbers[] = [];

  /**
   * @param make makes a chunk
   * @param width bytes of a number
   */
  private constructor(
    private readonly make: (bytes: ArrayBuffer) => Numbers,
    readonly width: number,
  ) {}

  static bytes(): Column {
    return new Column((bytes) => new Uint8Array(bytes), 1);
  }

  static integers(): Column {
    return new Column((bytes) => new Uint32Array(bytes), 4);
  }

  static floats(): Column {
    return new Column((bytes) => new Float64Array(bytes), 8);
  }

  get(row: number): number {
    return this.chunks[Math.floor(row / chunkRows)]?.[row % chunkRows] ?? 0;
  }

  set(row: number, value: number): void {
    const index = Math.floor(row / chunkRows);
    while (this.chunks.length <= index) this.chunks.push(this.make(new ArrayBuffer(chunkRows * this.width)));
    const chunk = this.chunks[index];
    if (chunk) chunk[row % chunkRows] = value;
  }

  /** The first rows as bytes, chunk by chunk; they are not copied. */
  *dump(rows: number): Generator<Buffer> {
    for (let row = 0; row < rows; row += chunkRows) {
      const chunk = this.chunks[row / chunkRows] ?? this.make(new ArrayBuffer(chunkRows * this.width));
      yield Buffer.from(chunk.buffer, 0, Math.min(chunkRows, rows - row) * this.width);
    }
  }

  /** Takes rows that `dump` returned, in the place of all that is there. */
  load(bytes: Buffer): void {
    this.chunks.length = 0;
    for (let at = 0; at < bytes.length; at += chunkRows * this.width) {
      const chunk = new ArrayBuffer(chunkRows * this.width);
      bytes.copy(Buffer.from(chunk), 0, at, Math.min(bytes.length, at + chunkRows * this.width));
      this.chunks.push(this.make(chunk));
    }
  }
}
