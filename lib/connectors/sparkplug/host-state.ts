/** STATE of a host application (Sparkplug 3.0, 5.2): retained JSON; the will of a connection carries the birth's timestamp. */
export const hostState = (online: boolean, timestamp: number): string => JSON.stringify({ online, timestamp })

/** True when somebody says that this host is offline while it is here: the will of a connection that it had before. */
export function deniesHost(payload: Buffer, bornAt: number): boolean {
  try {
    const { online, timestamp } = JSON.parse(payload.toString('utf8')) as { online?: unknown; timestamp?: unknown }
    return online === false && typeof timestamp === 'number' && timestamp <= bornAt
  } catch {
    return false
  }
}
