/** Single-use permits to open a Socket Mode connection. */
export class SocketTickets {
  private readonly open = new Set<string>();
  private count = 0;

  issue(): string {
    this.count += 1;
    const ticket = `ticket-${this.count}`;
    this.open.add(ticket);
    return ticket;
  }

  /** @returns whether the ticket was good; it is not any more afterwards. */
  redeem(ticket: string): boolean {
    return this.open.delete(ticket);
  }
}
