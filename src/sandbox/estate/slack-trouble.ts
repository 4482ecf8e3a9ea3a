/** Trouble with the local Slack, which the estate's page and API order but do not make. */
export interface SlackTrouble {
  /** @returns `undefined` for a mode that there is not. */
  begin(request: SlackTroubleRequest): SlackTroubleState | undefined;
  open(): readonly SlackTroubleState[];
  /** False when no open trouble has that id. */
  end(id: string): boolean;
  /** How many were ended. */
  endAll(): number;
}

export interface SlackTroubleRequest {
  /** `429`, `500`, `slow`, `nothing`, `reset` or `dropped`. */
  readonly mode: string;
  /** A method of the Web API; all of them when absent. */
  readonly method?: string | undefined;
  /** How many calls it hits; all until it is mended when absent. */
  readonly count?: number | undefined;
}

export interface SlackTroubleState {
  readonly id: string;
  readonly words: string;
}
