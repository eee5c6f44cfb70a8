/** More than a server keeps to send again; such a leap is another count, no gap. */
const mostMissed = 1000

/** Sequence numbers of a subscription's messages that never came. Pure. OPC UA Part 4, 7.26 NotificationMessage. */
export class MissedNumbers {
  private subscriptionId: number | null = null
  private next = 1

  /** Those that are missing before this message, each named once. A keep-alive has the number of the message that will come next. */
  before(subscriptionId: number, sequenceNumber: number, isKeepAlive: boolean): number[] {
    // A subscription that was made anew counts anew.
    if (subscriptionId !== this.subscriptionId) this.next = 1
    this.subscriptionId = subscriptionId
    const count = sequenceNumber - this.next
    // One that was sent again.
    if (count < 0) return []
    const missing = count > mostMissed ? [] : Array.from({ length: count }, (_, i) => this.next + i)
    this.next = isKeepAlive ? sequenceNumber : sequenceNumber + 1
    return missing
  }
}
