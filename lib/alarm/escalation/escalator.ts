import { type ClaimedMessages, claimMessages } from '@/lib/alarm/escalation/claim-messages'
import { markMessage } from '@/lib/alarm/escalation/mark-message'
import { planNotifications } from '@/lib/alarm/escalation/plan-notifications'
import { sendMessage } from '@/lib/alarm/escalation/send-message'
import type { System } from '@/lib/system'

const mostTargetsAtOnce = 32

/** Tells people and systems of alarms. Several may work side by side; a receiver that hangs holds up nobody but itself. */
export class Escalator {
  #busy = new Map<string, Promise<void>>()

  constructor(private readonly system: System, private readonly send = sendMessage) {}

  /** One look: what is due is written down, and what can be sent is on its way when this returns. */
  async look(): Promise<void> {
    await planNotifications(this.system)
    while (this.#busy.size < mostTargetsAtOnce) {
      const claimed = await claimMessages(this.system, [...this.#busy.keys()])
      if (!claimed) return
      if (claimed.messages.length === 0) continue
      const { id } = claimed.target
      this.#busy.set(id, this.#deliver(claimed).finally(() => this.#busy.delete(id)))
    }
  }

  /** Until everything that was on its way has arrived or not. */
  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values())
  }

  async #deliver({ target, messages }: ClaimedMessages): Promise<void> {
    await Promise.all(
      messages.map(async (message) => {
        const { tenantId, id: targetId } = target
        try {
          await markMessage(this.system, target, message, await this.send(this.system, target, message))
        } catch (error) {
          // It stays claimed and is tried again when the claim runs out.
          this.system.log.error({ err: error, tenantId, targetId, message: message.id }, 'alarm message could not be worked')
        }
      }),
    )
  }
}
