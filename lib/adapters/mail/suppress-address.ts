import type { Tx } from '@/lib/db'

interface Suppression {
  address: string
  /** What the receiving server said. */
  because: string
  mailId: string
}

/** Nothing is sent to the address from now on, until somebody lifts it. What was said first stays. */
export async function suppressAddress(tx: Tx, at: Date, { address, because, mailId }: Suppression): Promise<void> {
  await tx.mailSuppression.createMany({ data: [{ address: address.toLowerCase(), because: because.slice(0, 500), mailId, at }], skipDuplicates: true })
}
