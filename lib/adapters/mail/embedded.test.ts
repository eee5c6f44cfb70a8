import { randomUUID } from 'node:crypto'
import { describeMailContract } from '@/lib/adapters/mail/contract'
import { embeddedMail } from '@/lib/adapters/mail/embedded'
import { testClock } from '@/lib/clock'
import { openDatabase } from '@/lib/db'
import { testDatabase } from '@/lib/testing/database'

describeMailContract('embedded', async () => {
  const database = await testDatabase()
  const db = openDatabase(database)
  const clock = testClock(new Date('2026-03-12T12:00:00Z'))
  return {
    port: embeddedMail(db, clock),
    async arrivedAt(to) {
      clock.advance(1000)
      const select = { id: true, subject: true, text: true, html: true }
      return db.asOperator((tx) => tx.mail.findMany({ where: { to }, select, orderBy: [{ sentAt: 'asc' }, { id: 'asc' }] }))
    },
    async subscribe(email) {
      const now = clock.now()
      await db.asOperator((tx) => tx.lead.create({ data: { id: randomUUID(), email, createdAt: now, marketingConsentAt: now } }))
    },
    async unsubscribe(email) {
      await db.asOperator((tx) => tx.lead.updateMany({ where: { email }, data: { unsubscribedAt: clock.now() } }))
    },
    async suppress(address) {
      await db.asOperator((tx) => tx.mailSuppression.create({ data: { address, because: '550 5.1.1 gone', mailId: 'm', at: clock.now() } }))
    },
    async stop() {
      await db.close()
      await database.drop()
    },
  }
})
