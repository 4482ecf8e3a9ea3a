export type PromqlErrorKind = 'bad_data' | 'execution' | 'unsupported';

/** An expression that cannot be parsed (`bad_data`), cannot be evaluated (`execution`) or lies outside the subset (`unsupported`). */
export class PromqlError extends Error {
  readonly kind: PromqlErrorKind;

  constructor(kind: PromqlErrorKind, message: string) {
    super(message);
    this.name = 'PromqlError';
    this.kind = kind;
  }
}
