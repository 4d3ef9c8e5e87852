/** Where people read and answer. Results go to stdout; progress, framing and prompts to stderr only. */
export interface Terminal {
  /** True when questions may be asked: stdin and stderr are terminals, CI is unset, --json and --quiet are off. */
  readonly interactive: boolean;
  /** Columns of the terminal, 80 if there is none. */
  readonly width: number;
  /** Text on stdout, as it is (colour codes are dropped where the user doesn't want them). */
  out(text: string): void;
  /** Text on stderr, as it is. */
  err(text: string): void;
  /** Raw bytes handed through, for a child's live output. */
  pass(to: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** Colours that add and never carry meaning; identity functions where colour is off. */
  readonly paint: Paint;
  /** Run named steps with live progress; quiet: no output. A failing step's error is thrown on. */
  steps<T>(steps: readonly Step<T>[], context: T): Promise<void>;
  /** Ask, in order; answers by name. Fault AG130 when not interactive; AG131 (exit 130) on Ctrl-C. */
  ask(questions: readonly Question[]): Promise<Record<string, string | boolean>>;
}

export interface Paint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

export interface Step<T> {
  readonly title: string;
  run(context: T, say: (detail: string) => void): Promise<void> | void;
}

export interface Question {
  readonly name: string;
  readonly message: string;
  readonly kind: 'text' | 'choice' | 'confirm';
  readonly default?: string | boolean;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** What is wrong with an answer, or undefined; shown while typing. */
  readonly check?: (answer: string) => string | undefined;
}
