/// <reference lib="dom" />
import type { SettingsSnapshot } from '../snapshots.ts';
import { client } from './client.ts';
import { byId } from './element.ts';
import { TroublePanel } from './trouble-view.ts';

/** The panel of troubles behind its button. */
export class Trouble {
  private readonly panel: TroublePanel;
  private readonly button = byId('trouble-button');

  /** @param order runs what a person asked for and tells when it is refused. */
  constructor(order: (promise: Promise<void>) => void) {
    this.panel = new TroublePanel(
      {
        order: (fault) => order(client.orderFault(fault)),
        end: (id) => order(client.endFault(id)),
        clear: () => order(client.clearFaults()),
        disconnect: (reason) => order(client.disconnectSockets(reason)),
        changeSettings: (change) => order(client.changeSettings(change)),
      },
      () => this.open(false),
    );
    byId('trouble-panel').append(this.panel.element);
    this.button.addEventListener('click', () => this.open(!document.body.classList.contains('trouble-open')));
    this.panel.element.addEventListener('keydown', (event) => (event.key === 'Escape' ? this.open(false) : undefined));
  }

  async reload(): Promise<void> {
    this.panel.offerMethods(await client.faultyMethods());
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const faults = await client.faults();
    this.panel.showFaults(faults);
    this.button.classList.toggle('active', faults.length > 0);
  }

  showSettings(settings: SettingsSnapshot): void {
    this.panel.showSettings(settings);
  }

  private open(isOpen: boolean): void {
    document.body.classList.toggle('trouble-open', isOpen);
    this.button.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? this.panel.element : this.button).focus();
  }
}
