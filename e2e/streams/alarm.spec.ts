import { expect, test } from '../test'
import { alarmJourney } from '../alarm-journey'

const absent = process.env.MILLRACE_E2E_ABSENT
test.skip(Boolean(absent), `NOT RUN: ${absent}`)

test('a reading over the limit raises a banner over Kafka and Flink, is acknowledged, returns and closes', async ({ page, browser }) => {
  const admin = await alarmJourney({ page, browser })
  await admin.goto('/admin/streams')
  await expect(admin.getByText('running', { exact: true })).toBeVisible()
  await expect(admin.getByRole('table', { name: 'Topics and their traffic' }).getByRole('row', { name: /readings/ })).toBeVisible()
  await expect(admin.getByRole('table', { name: 'How far every reader is behind' }).getByRole('row', { name: /Alarms, into PostgreSQL/ })).toContainText(/\d/)
  await expect(admin.getByText('Every record could be read.')).toBeVisible()
})
