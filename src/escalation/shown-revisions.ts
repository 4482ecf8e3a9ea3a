/** More incidents than this are not edited at a time; for the others an edit too many does no harm. */
const KEPT = 2_000;

/** Which revision of an incident its channel message shows, so that it is not edited to what it says already. */
export class ShownRevisions {
  readonly #revisions = new Map<string, number>();

  set(incidentId: string, revision: number): void {
    this.#revisions.delete(incidentId);
    this.#revisions.set(incidentId, revision);
    const [oldest] = this.#revisions.keys();
    if (this.#revisions.size > KEPT && oldest !== undefined) {
      this.#revisions.delete(oldest);
    }
  }

  covers(incidentId: string, revision: number): boolean {
    return (this.#revisions.get(incidentId) ?? 0) >= revision;
  }
}
