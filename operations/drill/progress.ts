/** The progress of a drill, for its operator. */
export interface Progress {
  /** What is being done now; on a terminal it replaces what was said so before. */
  update(text: string): void;
  /** What stays. */
  line(text: string): void;
  /** Nothing more will come. */
  end(): void;
}

/** What a progress writes to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One updating line on a terminal; elsewhere, where nothing can be taken back, plain lines. */
export function progressOn(output: Output): Progress {
  const clear = output.isTTY ? "\r\u001b[K" : "";
  return {
    update(text) {
      const fitting = output.isTTY ? text.slice(0, (output.columns ?? 80) - 1) : `${text}\n`;
      output.write(`${clear}${fitting}`);
    },
    line: (text) => void output.write(`${clear}${text}\n`),
    end: () => void output.write(clear),
  };
}
