/** One fault: a title (with `{names}` filled at the throw), what happened, what to try, the exit code. */
export interface CatalogueEntry {
  readonly title: string;
  /** What happened and why autogov stops there; shown by `autogov explain`. */
  readonly what: string;
  readonly try: string;
  readonly exit: number;
}

/** Keeps the codes as literal types while the shape is checked. */
export const faults = <T extends Readonly<Record<`AG${number}`, CatalogueEntry>>>(table: T): T => table;
