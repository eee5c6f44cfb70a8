import { test } from './test'
import { alarmJourney } from './alarm-journey'

test('a reading over the limit raises a banner, is acknowledged, returns and closes', async ({ page, browser }) => {
  await alarmJourney({ page, browser })
})
