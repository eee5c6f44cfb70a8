import { systemClock } from '@/lib/clock'
import { sealLakes } from '@/lib/lake/seal-lakes'
import { composeTestSystem } from '@/lib/testing/compose-test-system'

// What the worker does every minute, again and again, in a process that a test may kill. It begins when it is told to.
const { DATABASE_URL: appUrl, OPERATOR_DATABASE_URL: operatorUrl, MILLRACE_VAR_DIR: varDir, LAKE_CRYPTO_FILE: cryptoFile } = process.env as Record<string, string>
const system = await composeTestSystem({ appUrl: appUrl!, operatorUrl: operatorUrl!, varDir: varDir! }, systemClock.now())
const sys = { ...system, clock: systemClock, settings: { ...system.settings, lake: { ...system.settings.lake, cryptoFile: cryptoFile!, sealSeconds: 10 } } }
process.on('disconnect', () => process.exit(0))
await new Promise((begin) => {
  process.once('message', begin)
  process.send!('ready')
})
for (;;) await sealLakes(sys)
