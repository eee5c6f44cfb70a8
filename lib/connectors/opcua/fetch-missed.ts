import { type ClientSession, type ClientSessionPublishService, type ClientSubscription, type NotificationMessage, RepublishRequest } from 'node-opcua-client'
import { MissedNumbers } from '@/lib/connectors/opcua/missed-numbers'

/** What the library gives a message to that was sent again; its types do not know it. */
interface Receiver {
  onNotificationMessage(message: NotificationMessage): void
}

/**
 * After a break the library asks the server for what it sent into the dead connection, from the last message on that it
 * saw. A server that answers a request of before the break meanwhile makes it see a later one, and those between are lost:
 * gaps are noticed here, and what lay in them is asked for. Twice is harmless, a reading is stored once.
 */
export function fetchMissed(session: ClientSession, subscription: ClientSubscription, lost: () => void): void {
  // The session can do it; its type does not say so.
  const service = session as ClientSession & ClientSessionPublishService
  const missed = new MissedNumbers()
  subscription.on('raw_notification', ({ sequenceNumber, notificationData }) => {
    const subscriptionId = Number(subscription.subscriptionId)
    for (const retransmitSequenceNumber of missed.before(subscriptionId, sequenceNumber, !notificationData?.length)) {
      service.republish(new RepublishRequest({ subscriptionId, retransmitSequenceNumber }), (_error, response) => {
        if (response?.responseHeader.serviceResult.isGood()) (subscription as unknown as Receiver).onNotificationMessage(response.notificationMessage)
        else lost()
      })
    }
  })
}
